-- What an editor wrote in place of the leading copy's words; decided from the edits that hold, like all else about an article.
alter table article add column edited_title text;
alter table article add column edited_summary text;
