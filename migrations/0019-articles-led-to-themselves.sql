-- Where a merge was undone after the entry had been split off, the article without entries led to itself: now to where its last leading entry stands.
update article set merged_into = (select e.article_id from entry e where e.id = article.lead_entry_id) where merged_into = id;
