"""The text of an article beside a fact, as an editor reads it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from companies.admin.beside import Piece
from companies.tests.factories import make_article, propose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Novalis lève 12 M€.\nOui.", "Novalis lève 12 M€.\nOui."),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("12\u202e34", '12<span class="newsroom-invisible" title="U+202E">\u202e</span>34'),
        ("\ufeff", '<span class="newsroom-invisible" title="U+FEFF">\ufeff</span>'),
        ("a\x07\x1b", 'a<span class="newsroom-invisible" title="U+0007">\x07</span>'
         '<span class="newsroom-invisible" title="U+001B">\x1b</span>'),
        ("co\u00adop 👩\u200d🔬", "co\u00adop 👩\u200d🔬"),  # words part there, and signs join: nothing is hidden
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_named(text, html):
    assert Piece(text, None).html == html


def test_reading_pane_keeps_every_sign_in_its_place(client, editor):
    """What a page's text is, without its tags, is the article's: quotes and places stay right."""
    article = make_article("Novalis a levé 12\u202e34 millions.", "Fin\u2066 <b>.")
    fact = propose(article=article, quote="levé 12\u202e34")
    client.force_login(editor)
    for address in (
        reverse("admin:companies_fundinground_change", args=[fact.pk]),
        reverse("admin:articles_article_change", args=[article.pk]),
    ):
        page = client.get(address).content.decode()
        (pane,) = re.findall(r'<div class="newsroom-text".*?>(.*?)</div>', page, re.DOTALL)
        assert unescape(re.sub(r"<.*?>", "", pane)) == article.body
        assert pane.count('class="newsroom-invisible"') == 2
