"""What programs put on the clipboard, cut short, with all their junk."""

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0in; font-family:"Aptos",sans-serif;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<p class=MsoTitle>Attendance plan<o:p></o:p></p>
<h2>What we<span style='mso-spacerun:yes'>  </span>know</h2>
<p class=MsoNormal>Ring <b><span style='mso-bidi-font-weight:normal'>each family </span></b>by
nine, <i>kindly</i>. See <a href="https://example.org/plan(1)"><span style='color:blue'>the
plan</span></a><a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Buses<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Line 4<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Breakfast<o:p></o:p></p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Call</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Visit</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Month</b></p></td><td><p class=MsoNormal><b>Absent</b></p></td></tr>
<tr><td><p class=MsoNormal>May</p></td><td><p class=MsoNormal>12 | 14</p></td></tr></table>
<p class=MsoNormal><img width=200 src="file:///C:/Users/pat/clip_image001.png"></p>
<!--EndFragment--></body></html>
"""
WORD_IN_MARKDOWN = """\
# Attendance plan

## What we know

Ring **each family** by nine, *kindly*. See [the plan](https://example.org/plan%281%29)[1].

- Buses
    - Line 4
- Breakfast

Then:

1. Call
2. Visit

| **Month** | **Absent** |
| --- | --- |
| May | 12 \\| 14 |"""

GOOGLE_DOCS = """
<html><body><!--StartFragment--><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-8f1c0000-7fff">
<h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">Our year</span></h1>
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">We met </span><span style="font-weight:700;">every</span><span style="font-weight:700;"> month</span><span style="font-weight:400;font-style:italic;"> with care</span><span style="font-weight:400;">, and </span><a href="https://www.google.com/url?q=https://example.org/notes&amp;sa=D" style="text-decoration:none;"><span style="font-weight:400;text-decoration:underline;color:#1155cc;">took notes</span></a><span style="text-decoration:line-through;font-weight:400;">late</span><span>.</span></p>
<br />
<ul style="margin-top:0;"><li dir="ltr" aria-level="1" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span style="font-weight:400;">First</span></p></li>
<ul><li dir="ltr" aria-level="2" style="list-style-type:circle;"><p dir="ltr" role="presentation"><span style="font-weight:400;">Below it</span></p></li></ul>
<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Second</span></p></li></ul>
<ol><li dir="ltr" aria-level="1"><p role="presentation"><span>One</span></p></li><li><p role="presentation"><span>Two</span></p></li></ol>
<div dir="ltr" align="left"><table style="border:none;"><colgroup><col width="100" /></colgroup><tbody><tr><td><p dir="ltr"><span>Site</span></p></td><td><p dir="ltr"><span>Families</span></p></td></tr><tr><td><p dir="ltr"><span>Eastgate</span></p></td><td><p dir="ltr"><span>40</span></p></td></tr></tbody></table></div>
</b><br class="Apple-interchange-newline"><!--EndFragment--></body></html>
"""
GOOGLE_DOCS_IN_MARKDOWN = """\
# Our year

We met **every month** *with care*, and [took notes](https://example.org/notes)~~late~~.

- First
    - Below it
- Second

1. One
2. Two

| Site | Families |
| --- | --- |
| Eastgate | 40 |"""

WEB = """
<html><body><!--StartFragment--><style>.x{color:red}</style><script>alert(1)</script>
<article><h3 class="x">How <em>others</em> do it</h3><nav hidden>Menu</nav>
<p>They <strong>wait</strong>.<br>Then they call <a href="javascript:alert(1)">now</a> or
<a href="https://example.org/">https://example.org/</a>, at 2*3*4 places with <code>a*b</code>.</p>
<blockquote><p>Nobody came.</p><p>Then all did.</p></blockquote>
<p>&gt; not a quote</p><p># no heading</p>
<ul><li>Tea<ul><li>Green</li></ul></li><li>Coffee</li></ul>
<pre>x = 1
  y = 2</pre><hr><img src="https://example.org/x.png" alt="A picture"><button>Share</button>
<table><tr><td><p>A layout</p><p>in one column</p></td></tr></table></article><!--EndFragment--></body></html>
"""
WEB_IN_MARKDOWN = """\
### How others do it

They **wait**.
Then they call now or https://example.org/, at 2\\*3\\*4 places with `a*b`.

> Nobody came.
>
> Then all did.

\\> not a quote

\\# no heading

- Tea
    - Green
- Coffee

```
x = 1
  y = 2
```

---

A layout

in one column"""

WORD_ON_THE_WEB = """
<div class="OutlineElement"><p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">Agenda</span></span><span class="EOP">&nbsp;</span></p></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-leveltext="" data-font="Symbol" data-listid="3" data-aria-posinset="1" data-aria-level="1" role="listitem"><p class="Paragraph"><span class="TextRun"><span>Welcome</span></span><span class="EOP">&nbsp;</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle2" role="list"><li data-listid="3" data-aria-posinset="1" data-aria-level="2" role="listitem"><p class="Paragraph"><span class="TextRun"><span>Names</span></span><span class="EOP">&nbsp;</span></p></li></ul></div>
"""
WORD_ON_THE_WEB_IN_MARKDOWN = """\
Agenda

- Welcome
    - Names"""

EDITOR = (
    "<meta charset='utf-8'><div style=\"color: #ccc;font-family: 'Fira Code', monospace;"
    'white-space: pre;"><div><span style="color: #569;">def</span> x():</div></div>'
)
