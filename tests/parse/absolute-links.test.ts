import { expect, test } from 'vitest'
import { absoluteLinks } from '../../src/parse/absolute-links.ts'

const BASE = 'https://town.example/news/'

test.each([
  {
    name: 'an address by any quotes',
    html: '<a href=a><img src=\'b\'><video poster="c">',
    out: '<a href="https://town.example/news/a"><img src=\'https://town.example/news/b\'><video poster="https://town.example/news/c">'
  },
  {
    name: 'several pictures, with white space between',
    html: '<img srcset="a.png 1x, /b.png 2x">',
    out: '<img srcset="https://town.example/news/a.png 1x, https://town.example/b.png 2x">'
  },
  {
    name: 'several pictures, without',
    html: '<img srcset="a.png 1x,b.png 2x">',
    out: '<img srcset="https://town.example/news/a.png 1x,https://town.example/news/b.png 2x">'
  },
  {
    name: 'a picture with a comma in its address',
    html: '<img srcset="a,1.png 1x">',
    out: '<img srcset="https://town.example/news/a,1.png 1x">'
  },
  {
    name: 'a picture in the address itself',
    html: '<img srcset="data:image/png;base64,eA== 1x, b.png 2x">',
    out: '<img srcset="data:image/png;base64,eA== 1x, https://town.example/news/b.png 2x">'
  },
  { name: 'a list of nothing', html: '<img srcset=" ,, ">', out: '<img srcset=" ,, ">' },
  {
    name: 'what is absolute',
    html: '<a href="mailto:a@town.example"><a href="HTTPS://x.example/y z">',
    out: '<a href="mailto:a@town.example"><a href="HTTPS://x.example/y z">'
  },
  { name: 'a comment', html: '<!-- <a href="a"> --><a href="b">', out: '<!-- <a href="a"> --><a href="https://town.example/news/b">' }
])('absoluteLinks reads $name', ({ html, out }) => {
  expect(absoluteLinks(html, BASE)).toBe(out)
})
