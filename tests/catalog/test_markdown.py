"""Markdown in a worker process: the rules, the time limit, threads, forks and the end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from courseapp.catalog.domain.protocol import Line
from courseapp.catalog.domain.rendering import RenderRefused
from courseapp.catalog.markdown import Renderer, renderer
from tests.catalog.courses import lesson_html

HOSTILE = "\n".join(["[^" * 5000] * 9)


def block(text: str) -> str:
    return renderer().block([Line(number=i, text=t) for i, t in enumerate(text.split("\n"), 1)])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a\n- b\n- c", "<p>a</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>"),
        ("2020. was een jaar", "<ol start=\"2020\">\n<li>was een jaar</li>\n</ol>"),
        ("a <!-- weg --> b", "<p>a  b</p>"),
        ("<span lang=\"en\">peak</span> H<sub>2</sub>O", '<p><span lang="en">peak</span> H<sub>2</sub>O</p>'),
        ("<div>x</div>", "<p>&lt;div&gt;x&lt;/div&gt;</p>"),
        ("<b onclick=x>y", "<p>&lt;b onclick=x&gt;y</p>"),
        ("```python\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("{{ 7*7 }} {% x %} ${7}", "<p>{{ 7*7 }} {% x %} ${7}</p>"),
        ("x{: onclick=y #id }", "<p>x{: onclick=y #id }</p>"),
        ("[a](https://x.nl) <https://y.nl>", '<p><a href="https://x.nl">a</a> <a href="https://y.nl">https://y.nl</a></p>'),
        ("[a](mailto:a@b.nl) [b](tel:+31)", '<p><a href="mailto:a@b.nl">a</a> <a href="tel:+31">b</a></p>'),
    ],
)  # fmt: skip
def test_markdown_gives_html(text: str, html: str) -> None:
    assert block(text) == html


def test_inline_text_is_never_a_list_or_a_heading() -> None:
    assert renderer().inline("1. *een* # twee", line=1) == "1. <em>een</em> # twee"
    assert renderer().inline("# kop", line=1) == "# kop"


def test_a_table_scrolls_in_a_region_with_its_caption() -> None:
    html = block("| a | b |\n|---|--:|\n| 1 | 2 |\n\nTabel: Twee *getallen*")
    assert html.startswith(
        '<div aria-label="Twee getallen" class="scroll" role="region" tabindex="0">'
    )
    assert "<caption>Twee <em>getallen</em></caption>" in html
    assert '<th class="r" scope="col">b</th>' in html and '<td class="r">2</td>' in html
    assert "style" not in html and "align" not in html and "Tabel:" not in html


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    html = block("| | b |\n|---|---|\n| 1 | 2 |")
    assert html.count("<th ") == 1 and "<td></td>" in html


def test_a_picture_or_code_can_head_a_column() -> None:
    html = block("| | `b` | ![Telefoon](media/t.svg) |\n|---|---|---|\n| 1 | 2 | 3 |")
    assert html.count('<th scope="col">') == 2


def test_the_name_of_a_table_holds_words_only() -> None:
    caption = block('| a |\n|---|\n| 1 |\n\nTabel: De <span lang="en">peak</span>')
    assert caption.startswith('<div aria-label="De peak" class="scroll"')
    noted = lesson_html("[^a]: Noot.\n\n| a |\n|---|\n| 1 |\n\nTabel: Twee[^a] woorden")
    assert 'aria-label="Twee woorden"' in noted
    cells = block('| De <span lang="en">end</span> |\n|---|\n| 1 |')
    assert cells.startswith('<div aria-label="Tabel: De end, 1" class="scroll"')


@pytest.mark.requirement("SEC-63")
def test_a_text_that_takes_too_long_is_refused_in_time_and_the_next_one_works() -> None:
    with Renderer(seconds=0.5) as engine:
        started = time.monotonic()
        with pytest.raises(RenderRefused, match="markdown-too-slow"):
            engine.block([Line(number=1, text=HOSTILE)])
        assert time.monotonic() - started < 10
        assert engine.inline("*x*", line=1) == "<em>x</em>"


def test_a_text_that_breaks_the_library_leaves_nothing_behind() -> None:
    with Renderer() as engine:
        with pytest.raises(RenderRefused, match="markdown-failed"):
            engine.block([Line(number=1, text="- " * 2000 + "x")])
        assert engine.block([Line(number=1, text="Gewoon.")]) == "<p>Gewoon.</p>"


def test_a_dead_worker_is_replaced() -> None:
    with Renderer() as engine:
        engine.inline("*een*", line=1)
        worker = engine._worker
        assert worker is not None
        worker._process.kill()
        worker._process.wait()
        with pytest.raises(RenderRefused):
            engine.inline("*twee*", line=1)
        assert engine.inline("*drie*", line=1) == "<em>drie</em>"


def test_threads_get_their_own_answers() -> None:
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        for turn in range(20):
            answers[number * 100 + turn] = renderer().inline(f"*{number}-{turn}*", line=1)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n * 100 + t: f"<em>{n}-{t}</em>" for n in range(8) for t in range(20)}


SCRIPT = """
import os
from courseapp.catalog.markdown import renderer
assert renderer().inline("*ouder*", line=1) == "<em>ouder</em>"
child = os.fork()
if child == 0:
    right = renderer().inline("*kind*", line=1) == "<em>kind</em>"
    renderer().close()
    os._exit(0 if right else 1)
_, status = os.waitpid(child, 0)
assert status == 0
assert renderer().inline("*nog*", line=1) == "<em>nog</em>"
print("goed")
"""


def test_a_forked_process_has_its_own_worker_and_the_end_is_quiet() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", SCRIPT],
        cwd=root, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "goed\n", "")


def test_the_worker_does_not_know_the_secrets_of_its_parent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COURSEAPP_SECRET_KEY", "geheim")
    with Renderer() as engine:
        engine.inline("*x*", line=1)
        worker = engine._worker
        assert worker is not None
        environment = Path(f"/proc/{worker._process.pid}/environ").read_bytes()
    assert b"geheim" not in environment and b"PYTHONPATH" in environment
