"""Language detection says what is clear, and nothing else."""

import pytest

from dife.kit.languages import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("안녕하세요", "ko"),
        ("ㅋㅋㅋ 진짜?", "ko"),
        ("TOPIK 시험 접수", "ko"),
        ("コーヒー", "ja"),
        ("ｶﾅ", "ja"),
        ("今日は暇？", "ja"),
        ("今天晚上有空吗", "zh"),
        ("你好，我叫のび太郎，朋友们大家好，今天去哪里玩", "zh"),
        ("See you at the library tomorrow", "en"),
        ("오늘 we are going to the beach at seven, near the station", "en"),
        ("¿Quedamos mañana en la biblioteca?", "es"),
        ("gracias por todo\nnos vemos mañana", "es"),
        ("Xin chào các bạn", "vi"),
        ("привет, как дела", "ru"),
        ("สวัสดีครับ", "th"),
    ],
)
async def test_a_clear_text_has_its_language(text: str, language: str) -> None:
    assert await detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", " ", "123", "🎉🎉", "lol", "ok!!", "笑", "I love kimchi", "hello 안녕", "https://"]
)
async def test_what_is_not_clear_has_none(text: str) -> None:
    assert await detect_language(text) is None


async def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert await detect_language("This is a rather long text about life on campus. " * 300) == "en"
