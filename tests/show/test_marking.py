from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from detente.show.marking import Span, mark_paragraphs


def plain(pieces):
    """The text of HTML pieces as a reader sees it, without references."""
    tree = html.fromstring("<div>" + "".join(pieces) + "</div>")
    for reference in tree.xpath("//sup"):
        reference.drop_tree()
    return tree.text_content()


def test_overlapping_spans_share_their_piece():
    marked = mark_paragraphs("abcdef", [(0, 6)], [Span(0, 4, "x"), Span(2, 6, "y")])

    assert marked == [
        '<span class="x">ab</span><span class="x y">cd</span><span class="y">ef</span>'
    ]


def test_a_reference_stands_after_its_span_and_an_anchor_before():
    marked = mark_paragraphs(
        "He left.", [(0, 8)], [Span(0, 7, "ev", anchor="s1", label="1", link="#e", title="a deed")]
    )

    assert marked == [
        '<a id="s1"></a><span class="ev">He left</span>'
        '<sup class="ref"><a href="#e" title="a deed">1</a></sup>.'
    ]


def test_a_span_over_two_paragraphs_is_marked_in_both():
    marked = mark_paragraphs("ab cd", [(0, 2), (3, 5)], [Span(1, 4, "x")])

    assert marked == ['a<span class="x">b</span>', '<span class="x">c</span>d']


def test_text_and_titles_are_escaped():
    marked = mark_paragraphs("<b>&", [(0, 4)], [Span(0, 3, 'x"y', label="1", link="#", title='"')])

    assert "<b>" not in marked[0]
    assert "&lt;b&gt;" in marked[0]
    assert 'class="x&#34;y"' in marked[0]


spans = st.builds(
    Span,
    start=st.integers(-2, 30),
    end=st.integers(-2, 30),
    css=st.sampled_from(["a", "b"]),
    label=st.sampled_from(["", "7"]),
)


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=24),
    st.lists(spans, max_size=6),
)
def test_marks_never_change_the_words(text, chosen):
    assert plain(mark_paragraphs(text, [(0, len(text))], chosen)) == text
