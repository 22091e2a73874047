"""reports/engagement.html: the page of charts for managers of phone programmes.

`write` asks the warehouse and writes the page; `overview`, `listening`, `retention`,
`calling`, `partners`, `panel` and `quality` make its parts, of what `sections` says;
`charts` and `curves` draw, `words` says numbers.
"""
