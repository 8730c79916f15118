"""What other generators would run in a text, and what readers are shown instead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.body import for_readers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Six fires.", "Six fires."),
        ("{% highlight ruby %}\nputs `1`\n{% endhighlight %}", "\n```ruby\nputs `1`\n```\n"),
        ("{%- highlight sh linenos -%}a ``` b{%- endhighlight -%}", "\n````sh\na ``` b\n````\n"),
        ("{% highlight sh %}\nnever ends", "\nnever ends"),
        ("{% raw %}{{ layout }}{% endraw %}", "{{ layout }}"),
        ("`{% raw %}{{ layout }}{% endraw %}` and `{{ page }}`", "`{{ layout }}` and `{{ page }}`"),
        ("```\n{{ page }}\n{% if %}\n```\n{{ page }}", "```\n{{ page }}\n{% if %}\n```\n"),
        ("{% comment %}not\nshown{% endcomment %}a", "a"),
        ("{% if site.x %}shown{% endif %}", "shown"),
        ("a {{ x.y }} b {{< figure src=\"/a\" >}} c {{% note %}} d {{ f(id=\"x\") }} e", "a  b  c  d  e"),
        ('{% include "linked-figure.html",\n  url: "/a" %}', ""),
        ('[Lab]({{ "/2016/lab/" | url }}) [x]({{ \'/y\' }})', "[Lab](/2016/lab/) [x](/y)"),
        ("[#1]({{ site.repository }}/issues/1)", "#1"),
        ("[1]: {{ site.repository }}/issues/1\n[2]: /b", "\n[2]: /b"),
        ('[{% image "a.png" "b" %}](https://a.example/)', ""),
        ('<img alt="a" src="{{ page.image }}"> ![a]({{ page.image }})', " "),
        ("{{ never ends", "{{ never ends"),
        ("100 %} and }} and { % }", "100 %} and }} and { % }"),
    ],
)  # fmt: skip
def test_what_would_be_run_is_left_out_and_code_is_shown(text: str, shown: str) -> None:
    assert for_readers(text) == shown


TAGS = ("{%", "%}", "{{", "}}", " raw ", " endraw ", " highlight x ", " endhighlight ", " 'a' ")
MARKS = ("`", "```\n", "[a](", ")", "\n", "a")


@given(st.lists(st.sampled_from([*TAGS, *MARKS])).map("".join))
def test_what_stands_around_is_never_lost(text: str) -> None:
    shown = for_readers(f"before {text}")
    assert shown.startswith("before ")
    assert "\0" not in shown


@given(st.text(st.sampled_from("a`~[]()!<>\n {")))
def test_without_tags_a_text_is_what_it_is(text: str) -> None:
    bare = re.sub("{+", "{", text)
    assert for_readers(bare) == bare
