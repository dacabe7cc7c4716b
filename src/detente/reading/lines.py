"""Lines of a plain-text copy: wrapped columns joined again, and what each line looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

__all__ = ["Line", "label", "split_lines", "unwrap"]

_END: Final = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*(?:\[\d+\])?$")
_INNER_END = re.compile(r"[.!?][\"'”’»)]*\s+[\"'“‘«(]?[A-ZÀ-ÞА-Я]")
_BULLET = re.compile(r"^\s*(?:[•·*▪■►‣–-]|\d{1,2}[.)])\s+")
_AGO = re.compile(
    r"^\W*(?:(?:about |an? |over )?(?:\d+\+?)?\s*(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|"
    r"week|mo|month|y|yr|year)s?\.? ago|yesterday|just now|today)\W*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\.\.\.|…)\s*(?:read more|more|\[…\])?\W*$", re.IGNORECASE)
_STOP = re.compile(
    r"^\W*(?:(?:\d+ )?(?:reader |user )?comments?(?: \(?\d+\)?)?|leave a (?:comment|reply)|join "
    r"the (?:discussion|conversation)|add (?:a|your) comment|post a comment|load comments|"
    r"(?:view|show|see|read)(?: all)?(?: \d+)? comments?|recent (?:posts?|stories|articles|news)|"
    r"related(?: \w+){0,3}|latest(?: \w+){0,2}|most (?:read|popular|viewed|shared|commented|recent)"
    r"(?: \w+)?|you (?:may|might) (?:also |be )?(?:like|interested)\b.*|more (?:from|in|on|stories|"
    r"news|articles)\b.{0,40}|also (?:read|in|on)\b.{0,30}|read (?:next|also)|up next|trending"
    r"(?: \w+)?|popular(?: \w+)?|recommended(?: \w+){0,3}|editor.?s.? picks?|from (?:our|the) "
    r"(?:partners|web)|around the web|sponsored(?: \w+){0,2}|promoted(?: \w+){0,2}|what to read "
    r"next|don.?t miss|top stories|today.?s (?:top|paper).{0,30}|more stories|about (?:us|"
    r"the authors?)"
    r"|newsletters?|sign up (?:for|to)\b.{0,60}|get (?:the|our)\b.{0,60}newsletter.{0,40}|"
    r"subscribe\b.{0,60}|follow us\b.{0,40}|stay (?:connected|informed).{0,40}|tags?:?|topics?:?|"
    r"filed under\b.{0,80}|contact us|terms (?:of|and|&)\b.{0,30}|privacy policy.{0,60}|"
    r"copyright\b.{0,120}|©.{0,160}|all rights reserved.{0,80}|next (?:article|story|post)|"
    r"previous (?:article|story|post)|in this (?:article|story)|see also|similar (?:articles|posts|"
    r"stories)|our (?:standards|picks).{0,40})\W*$",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^\W*(?:share(?: (?:this|on|via|with|article|story)\b.{0,40})?|tweet|e-?mail(?: this.{0,20})?|"
    r"print(?: this.{0,20})?|facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|"
    r"copy link|link copied.?|save(?: (?:article|story|for later))?|"
    r"listen(?: to .{0,30})?|advertisements?|"
    r"skip (?:to|advert|navigation)\b.{0,40}|sign (?:in|up|out)|log ?(?:in|out)|register|menu|"
    r"search|close|home|more|read more.{0,100}|continue reading.{0,60}|story continues.{0,40}|"
    r"(?:article|content) continues.{0,40}|watch(?: now|:).{0,100}|photos?:.{0,100}|"
    r"image(?: (?:source|credit|caption))?:?.{0,80}|getty images|view (?:gallery|slideshow).{0,20}|"
    r"related:.{0,120}|read(?: more| also)?:.{0,120}|see also:.{0,120}|also read:?.{0,120}|"
    r"click here.{0,80}|\d+ (?:shares?|views?|likes?|min(?:ute)?s? read)|loading.{0,20}|"
    r"play(?: video)?|video.{0,30}|gallery|download|expand|show (?:more|less)|back to top|"
    r"\d+ of \d+|\d+/\d+|updated.{0,60}|last (?:updated|modified).{0,60}|published.{0,60})\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:\b(?:photo|image|picture|photograph|file photo|illustration|credit|graphic)s?\b\s*[:/|by(]"
    r"|\((?:AP|AFP|Reuters|Getty|File|EPA|Photo)\b|©|/ ?(?:AP|AFP|Reuters|Getty Images|EPA)\)?\s*$|"
    r"\b(?:Getty Images|Shutterstock|AFP via Getty|AP Photo|via Reuters)\b.{0,60}$)",
    re.IGNORECASE,
)
_OWN_LINE = re.compile(
    # A capital after 'by', in whatever case that stands: 'by the minister' goes on with a sentence.
    r"(?:by|author:|from:?) (?-i:[A-Z])|(?:published|posted) (?:in|on|by) ",
    re.IGNORECASE,
)
_NEW_TAB = re.compile(r"\bopens (?:in )?(?:a )?new (?:tab|window)\b", re.IGNORECASE)
# Of a line in lower case: a pattern that ignores case is several times slower.
_NOTICE = re.compile(
    r"\b(?:(?:your|valid|an) e-?mail(?: address)?|by (?:entering|submitting|clicking|signing|"
    r"subscribing|continuing)|privacy (?:policy|notice)|terms of (?:use|service)|newsletters?|"
    r"sign(?:ed|ing)? up (?:for|to)|subscrib(?:e|er|ers|ing)|cookies?|your (?:account|"
    r"inbox|browser|privacy|data|subscription|consent|personal)|commenters?|moderat(?:ed|or)|"
    r"required fields|post(?:ing)? (?:your |a )?comments?|community (?:standards|guidelines)|"
    r"follow (?:us|him|her|"
    r"them|me) on|like us on|check out|click here|all rights reserved|free trial|log in|download "
    r"(?:our|the) app|javascript|disqus|this site uses|akismet|send tips|read more of|(?:daily|"
    r"latest|top) (?:news|headlines|updates|stories)|our (?:journalism|reporting|readers|website|"
    r"app|partners)|support (?:us|our)|donate|contributors? (?:to|at|for)|get "
    r"(?:unlimited )?access|you(?:'|’)ll (?:get|receive)|have a (?:tip|story)|contact (?:us|him|"
    r"her|the author))\b"
)


def _stems(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


# A long pattern costs tens of microseconds a line; one without any of these stems can't match it.
_NOTICE_STEMS: Final = _stems(
    "mail", "entering", "submit", "clicking", "signing", "subscri", "continuing", "privacy",
    "terms", "newsletter", "sign", "cookie", "your", "commenter", "moderat", "required", "post",
    "community",
    "follow", "like us", "check out", "click here", "rights", "free trial", "log in", "download",
    "javascript", "disqus", "this site", "akismet", "send tips", "read more", "daily", "latest",
    "top ", "our ", "support", "donate", "contribut", "access", "you'll", "you’ll", "tip", "story",
    "contact",
)  # fmt: skip
_CAPTION_STEMS: Final = _stems(
    "photo", "image", "picture", "illustration", "credit", "graphic", "(ap", "afp", "reuters",
    "getty", "(file", "epa", "©", "/ap", "/ ap", "shutterstock",
)  # fmt: skip
_AGO_STEMS: Final = _stems("ago", "yesterday", "just now", "today")
_COMMENTS = re.compile(
    r"^\W*(?:\d+ (?:responses?|replies|thoughts?|comments?) (?:to|on)\b.*|.{2,40}\bsays:?|"
    r".*\bcomments feed\b.*|leave a reply.*|.*powered by disqus.*|reply|"
    r"report (?:comment|abuse))\W*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][^()]{2,60}\((?:AP|AFP|Reuters|Xinhua|TASS|EFE|dpa|ANI|PTI)\)\s*[-–—]"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Line:
    """One line of the copy: its text, place, label, and how many words it has.

    `label` is prose, item (prose after a bullet), short, bullet, frame (share links, menus), notice
    (prose about the site), shout (capitals), stop (something else starts), ago, cut or caption.
    """

    text: str
    index: int
    label: str
    words: int
    ends: bool


def split_lines(text: str) -> list[str]:
    """Lines without their outer white space, blank ones dropped; column-wrapped text unwrapped."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    return [line for line in (part.strip() for part in unwrap(raw)) if line]


def unwrap(lines: list[str]) -> list[str]:
    """Join lines that were broken at a column; text that isn't wrapped comes back as it was.

    Text counts as wrapped where most of its longer lines stop near one width without ending a
    sentence, and go straight on in the next line.

    >>> unwrap(["The two sides met in the old hall", "on the river and signed.", "", "Now"])
    ['The two sides met in the old hall on the river and signed.', '', 'Now']
    """
    if not _is_wrapped(lines):
        return lines
    width = _width(lines)
    joined: list[str] = []
    open_line = False
    for line in lines:
        text = line.strip()
        if open_line and text and not _BULLET.match(line) and not _OWN_LINE.match(text):
            joined[-1] = _joined(joined[-1], text)
        else:
            joined.append(text)
        open_line = bool(text) and len(text) >= 0.6 * width
        if text and len(text) < 0.75 * width and _END.search(text):
            open_line = False
    return joined


def _joined(before: str, after: str) -> str:
    if re.search(r"[a-zß-ÿ]-$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"


def _width(lines: list[str]) -> int:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(0.95 * len(lengths))] if lengths else 0


def _is_wrapped(lines: list[str]) -> bool:
    width = _width(lines)
    if not 30 <= width <= 130:
        return False
    full = going_on = 0
    for line, after in pairwise(lines):
        text, following = line.strip(), after.strip()
        if len(text) < 0.7 * width or not following:
            continue
        full += 1
        going_on += not _END.search(text)
    return full >= 1 and going_on >= 0.6 * full and (full >= 3 or _lower_start(lines))


def _lower_start(lines: list[str]) -> bool:
    return any(line.strip()[:1].islower() for line in lines[1:])


def label(text: str, index: int) -> Line:
    """What one line looks like by its words alone.

    >>> label("3 hours ago", 0).label, label("Leave a Comment", 1).label
    ('ago', 'stop')
    >>> label("The ministers met on Monday and signed a paper on trade and energy.", 2).label
    'prose'
    """
    name, words, ends = _looks(text) if len(text) > _KEPT_LENGTH else _looks_kept(text)
    return Line(text, index, name, words, ends)


# Lines of a site's frame come back on each of its pages.
_KEPT_LENGTH: Final = 160


@lru_cache(maxsize=8192)
def _looks_kept(text: str) -> tuple[str, int, bool]:
    return _looks(text)


def _looks(text: str) -> tuple[str, int, bool]:
    """Label, number of words, and whether a sentence ends there."""
    bare = _BULLET.sub("", text)
    cjk = 0 if bare.isascii() else len(_CJK.findall(bare))
    words = len(bare.split()) if not cjk else max(len(bare.split()), cjk // 2)
    ends = bool(_END.search(bare))
    return _label(text, bare, words, ends), words, ends


def _label(text: str, bare: str, words: int, ends: bool) -> str:
    low = bare.lower()
    if _AGO_STEMS.search(low) and _AGO.match(bare):
        return "ago"
    if words <= 14 and (_STOP.match(bare) or _COMMENTS.match(bare)):
        return "stop"
    if words <= 24 and _FRAME.match(bare):
        return "frame"
    if words <= 45 and _is_caption(bare, low):
        return "caption"
    if _is_notice(bare, low, words):
        return "notice"
    if words >= 5 and bare.isupper():
        return "shout"
    if words >= 5 and _CUT.search(bare) and not _INNER_END.search(bare[:-4]) and words < 30:
        return "cut"
    if _is_prose(bare, words, ends):
        return "item" if _BULLET.match(text) else "prose"
    if _BULLET.match(text):
        return "bullet"
    return "short"


def _is_caption(text: str, low: str) -> bool:
    if not _CAPTION_STEMS.search(low):
        return False
    return bool(_CAPTION.search(text)) and not _DATELINE.match(text)


def _is_notice(text: str, low: str, words: int) -> bool:
    if words <= 12 and "opens" in low and _NEW_TAB.search(text):
        return True
    if not 4 <= words <= 90 or not _NOTICE_STEMS.search(low):
        return False
    return len(_NOTICE.findall(low)) * 30 >= words


def _is_prose(text: str, words: int, ends: bool) -> bool:
    if words < 7:
        return False
    lower = sum(word[:1].islower() for word in text.split())
    if words >= 25:
        return ends or lower >= 0.5 * words or bool(_CJK.search(text))
    return ends and (lower >= 0.45 * words or bool(_CJK.search(text)))
