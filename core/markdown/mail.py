"""HTML of a page made fit to stand in a mail."""

import nh3

TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
# Mail programs drop style sheets: what is set off must say so itself.
STYLES = {
    "a": {"style": "color:#0a583f;", "class": "leaf"},
    "blockquote": {
        "style": "margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #c9c3b6;",
        "class": "rule",
    },
    "pre": {"style": "white-space:pre-wrap;font-size:15px;"},
    "p": {"style": "margin:0 0 16px;"},
}


def mail_html(html: str, *, base_url: str) -> str:
    """Return HTML that `render()` made for a mail: addresses whole, no pictures, which want a sign-in."""

    def whole(_tag: str, name: str, value: str) -> str:
        return base_url + value if name == "href" and value.startswith("/") else value

    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=whole,
        set_tag_attribute_values=STYLES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
