"""An article's text, Markdown as people write it, to HTML that is safe to show; whatever it is, it ends soon.

The dialect is CommonMark with tables, strikethrough and footnotes. HTML in a text is cleaned piece by
piece, so what is left open in a paragraph ends with it, and a frame is a player or nothing.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import render_footnote_anchor

from articles.reading.embeds import Embed, embed_of
from documents.body import for_readers

# Characters, about 12,000 words: the worst of them take a second. A longer text is shown as plain paragraphs.
LIMIT: Final = 80_000
# With more of `<` than these, HTML is shown as text: what is left open can make a page of its square.
TAG_LIMIT: Final = 2000
# With more of `[^` than these, none is a footnote.
FOOTNOTE_LIMIT: Final = 2000
_LABEL_LIMIT: Final = 200

_SCHEMES: Final = {"http", "https", "mailto"}
# A paragraph that is an address, as it is or as Markdown marks one.
_ALONE: Final = re.compile(r"<?(https?://[^\s<>\"]+)>?", re.IGNORECASE)
# Whatever stands before a colon, were it no scheme to a browser.
_SCHEME: Final = re.compile(r"([^/?#:]*):")
# What the parser is told, and notes, beside a text.
_ELSEWHERE: Final = "elsewhere"
_PLAYER: Final = "has_player"
# What people may write.
_TAGS: Final = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em"),
    *("figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark"),
    *("ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "time", "tr", "u", "ul", "var"),
}
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding", "referrerpolicy"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# What is written here besides.
_OWN: Final = {
    "a": {"aria-label", "class", "data-frame", "data-title", "id"},
    "div": {"aria-label", "class", "role", "tabindex"},
    "li": {"id"},
    "pre": {"tabindex"},
    "section": {"aria-label", "class"},
    "span": {"aria-hidden", "class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
}
_PICTURE: Final = {"loading": "lazy", "decoding": "async", "referrerpolicy": "no-referrer"}
_CLEAN: Final[dict[str, Any]] = {
    "url_schemes": _SCHEMES,
    "link_rel": "noopener",
    "set_tag_attribute_values": {"img": _PICTURE},
}
_PEOPLES_ALONE: Final[dict[str, Any]] = {"tags": _TAGS, "attributes": _ATTRIBUTES, **_CLEAN}
_PEOPLES: Final = nh3.Cleaner(**_PEOPLES_ALONE)
_OURS: Final = nh3.Cleaner(
    tags=_TAGS | _OWN.keys(),
    attributes={tag: _ATTRIBUTES.get(tag, set()) | _OWN.get(tag, set()) for tag in {*_ATTRIBUTES, *_OWN}},
    **_CLEAN,
)


@dataclass(frozen=True, slots=True)
class RenderedText:
    """A text as a page shows it, and whether a video is in it that plays when somebody asks."""

    html: SafeString
    has_player: bool = False


def as_html(text: str, *, key: str = "", address: str = "") -> SafeString:
    """A text as HTML alone: see `rendered`.

    >>> as_html("# A *fire*")
    '<h2>A <em>fire</em></h2>\\n'
    """
    return rendered(text, key=key, address=address).html


def rendered(text: str, *, key: str = "", address: str = "") -> RenderedText:
    """A text as HTML: headings from `h2` on, links to the web or by mail alone, no styles and no scripts.

    `key` sets the footnotes of one text apart from those of others on a page. With an `address`, that of its
    page, it is HTML for elsewhere: what is relative becomes whole, a player a link, and nothing is left that
    only our pages have a use for. Above LIMIT a text is shown as plain paragraphs.
    """
    # Half of a pair that UTF-16 knows can be in a text of Python, and in no page.
    text = for_readers(text.encode(errors="replace").decode())
    if len(text) > LIMIT:
        return RenderedText(_as_paragraphs(text))
    parser = _parser(text.count("<") <= TAG_LIMIT, text.count("[^") <= FOOTNOTE_LIMIT)
    env: dict[str, Any] = {_ELSEWHERE: bool(address), **({"docId": key} if key else {})}
    markup = parser.render(text, env)
    cleaner = _OURS
    if address:
        cleaner = nh3.Cleaner(url_relative=("rewrite_with_base", address), **_PEOPLES_ALONE)
    return RenderedText(mark_safe(cleaner.clean(markup)), has_player=_PLAYER in env)


def lost_frames(text: str) -> int:
    """How many frames of a text are no player that we know: readers get nothing of them."""
    if "<iframe" not in text.lower() or len(text) > LIMIT or text.count("<") > TAG_LIMIT:
        return 0
    tokens = _parser(True, False).parse(text)
    blocks = [one.content for one in tokens if one.type == "html_block" and embed_of(one.content) is None]
    within = [one.content for whole in tokens for one in whole.children or () if one.type == "html_inline"]
    return sum(len(re.findall(r"<iframe(?=[\s/>])", markup, re.IGNORECASE)) for markup in (*blocks, *within))


def _as_paragraphs(text: str) -> SafeString:
    parts = re.split(r"\n[ \t]*+\n", text)
    return mark_safe("".join(f"<p>{escape(part.strip())}</p>\n" for part in parts if part.strip()))


# ---- The parser


class _Renderer(RendererHTML):
    """What stands on the page otherwise than Markdown's own renderer writes it."""

    def renderInline(
        self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """What a paragraph holds; a tag that it leaves open is closed here."""
        written = super().renderInline(tokens, options, env)
        is_mixed = any(token.type == "html_inline" for token in tokens)
        return _OURS.clean(written) if is_mixed else written

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """One tag, without what it may not say."""
        markup = tokens[idx].content
        name = re.match(r"</?([a-zA-Z0-9]*)", markup)
        tag = name[1].lower() if name else ""
        if markup.startswith("</"):
            return f"</{tag}>" if tag in _TAGS else ""
        return _cleaned(markup).removesuffix(f"</{tag}>")

    def html_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """A block of HTML, whole in itself; a frame is the player of a known host, or nothing."""
        markup = tokens[idx].content
        frame = embed_of(markup) if "<iframe" in markup.lower() else None
        return _cleaned(markup) if frame is None else _shown(frame, env)

    def image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """A picture, asked for when it comes into view, and without saying by which page."""
        tokens[idx].attrs |= _PICTURE
        return super().image(tokens, idx, options, env)

    def player(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """A video of which a paragraph says nothing but the address."""
        return _shown(tokens[idx].meta["embed"], env)

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Lines of code, which scroll in their box also by keys."""
        return f'<pre tabindex="0"><code>{escape(tokens[idx].content)}</code></pre>\n'

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Code between fences, whatever language they name."""
        return self.code_block(tokens, idx)

    def table_open(self, *_: Any) -> str:
        """A table in a box of its own, in which it scrolls."""
        name = escape(gettext("Table"))
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}"><table>\n'

    def table_close(self, *_: Any) -> str:
        """The end of a table and of its box."""
        return "</table></div>\n"


def _cleaned(markup: str) -> str:
    # Written before it is cleaned, they keep their order: a text has the same HTML each time.
    told = "".join(f" {name}={value}" for name, value in _PICTURE.items())
    return _PEOPLES.clean(re.sub(r"<img(?=[\s/>])", f"<img{told}", markup, flags=re.IGNORECASE))


@cache
def _parser(with_html: bool, with_footnotes: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": with_html, "xhtmlOut": False}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    # What markdown-it asks of each address.
    parser.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    if with_footnotes:
        parser.use(footnote_plugin, inline=False)
        parser.inline.ruler.before("footnote_ref", "footnote_label", _pass_long_label)
        parser.add_render_rule("footnote_block_open", _footnotes_open)
        parser.add_render_rule("footnote_anchor", _footnote_anchor)
    parser.core.ruler.push("arrange", _arrange)
    parser.core.ruler.push("play", _play)
    return parser


def _is_safe(address: str) -> bool:
    """Whether a link may lead there: to the web, by mail, or within the site."""
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _SCHEMES


def _pass_long_label(state: StateInline, silent: bool) -> bool:
    """Take `[^` for text where no label ends soon: to look for its end at each takes the square."""
    start = state.pos
    if not state.src.startswith("[^", start) or state.src.find("]", start, start + _LABEL_LIMIT) >= 0:
        return False
    if not silent:
        state.pending += "[^"
    state.pos += 2
    return True


def _arrange(state: StateCore) -> None:
    """Let headings begin below the page's own, and cells say their side by a class: styles are refused."""
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    shift = 2 - min(levels, default=2)
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + shift, 6)}"
        elif token.type in {"th_open", "td_open"}:
            side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            token.attrs |= {"class": side} if side else {}
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "paragraph_open" and closing.type == "paragraph_close" and not opening.hidden:
            _set_caption(opening, inline, closing)


def _set_caption(opening: Token, inline: Token, closing: Token) -> None:
    """A picture that is all of its paragraph stands with its title below it, if it has one."""
    parts = inline.children or []
    if [part.type for part in parts] != ["image"]:
        return
    if not (title := str(parts[0].attrs.pop("title", "")).strip()):
        return
    opening.tag = closing.tag = "figure"
    begin, end = (Token("figcaption", "figcaption", nesting) for nesting in (1, -1))
    inline.children = [*parts, begin, Token("text", "", 0, content=title), end]


def _play(state: StateCore) -> None:
    """Put a player in the place of each paragraph that is the address of a video."""
    tokens = state.tokens
    for place in range(len(tokens) - 2, 0, -1):
        before = tokens[place - 1]
        found = _ALONE.fullmatch(tokens[place].content)
        if found and before.type == "paragraph_open" and not before.level and (frame := embed_of(found[1])):
            tokens[place - 1 : place + 2] = [Token("player", "figure", 0, meta={"embed": frame})]


def _shown(frame: Embed, env: MutableMapping[str, Any]) -> SafeString:
    """A player, which the page is told of; elsewhere a link."""
    if env[_ELSEWHERE]:
        return _link_to(frame)
    env[_PLAYER] = True
    return _player(frame)


def _player(frame: Embed) -> SafeString:
    return format_html(
        '<figure><a class="player frame" href="{}" data-frame="{}" data-title="{}">'
        '<span class="player__button"><span class="frame__play" aria-hidden="true"></span>{}</span></a>'
        "<figcaption>{}</figcaption></figure>\n",
        frame.page,
        frame.frame,
        frame.host,
        gettext("Play, from %(host)s") % {"host": frame.host},
        gettext("Nothing is asked of %(host)s before you press play.") % {"host": frame.host},
    )


def _link_to(frame: Embed) -> SafeString:
    return format_html(
        '<p><a href="{}">{}</a></p>\n', frame.page, gettext("Watch at %(host)s") % {"host": frame.host}
    )


def _footnotes_open(*_: Any) -> str:
    return f'<section class="footnotes" aria-label="{escape(gettext("Footnotes"))}">\n<ol>\n'


def _footnote_anchor(renderer: Any, tokens: Sequence[Token], place: int, *context: Any) -> str:
    anchor = render_footnote_anchor(renderer, tokens, place, *context)
    return anchor.replace("<a ", f'<a aria-label="{escape(gettext("Back to the text"))}" ', 1)
