"""The port `Translator`: one contract for all engines, and what only DeepL can do wrong."""

import asyncio

import pytest

from dife.ports import Translator, TranslatorError
from dife.settings import Settings
from dife.translation import engines
from dife.translation.engines import DeepL, MemoryOnly, create_translator, deepl_target, language_of_deepl

from fixtures.deepl import API_KEY, DeepLServer


@pytest.fixture(params=["deepl", "memory"])
def engine(request: pytest.FixtureRequest) -> Translator:
    engine: Translator = request.getfixturevalue("deepl") if request.param == "deepl" else MemoryOnly()
    return engine


class TestContract:
    """What the translation service relies on, whatever the engine."""

    async def test_answers_one_translation_for_each_text_in_order_or_says_that_there_is_no_engine(
        self, engine: Translator
    ) -> None:
        texts = ["Hello! Nice to meet you.", "새로운 글", "Hello! Nice to meet you."]
        if engine.name == "memory":
            with pytest.raises(TranslatorError, match="no_engine"):
                await engine.translate(texts, target="ja")
            return
        answers = await engine.translate(texts, target="ja")
        assert [answer.source_language for answer in answers] == ["en", "ko", "en"]
        assert [answer.text for answer in answers] == [
            "こんにちは！はじめまして。",
            "[JA] 새로운 글",
            "こんにちは！はじめまして。",
        ]

    async def test_nothing_to_translate_is_no_error(self, engine: Translator) -> None:
        assert await engine.translate([], target="ko") == []

    async def test_has_a_name_that_the_memory_keeps(self, engine: Translator) -> None:
        assert engine.name.isidentifier()


class TestCreateTranslator:
    def test_a_key_makes_it_deepl(self, settings: Settings) -> None:
        with_key = Settings.model_validate({**settings.model_dump(), "deepl_api_key": "key"})
        assert isinstance(create_translator(with_key), DeepL)

    def test_without_a_key_only_the_memory_translates(self, settings: Settings) -> None:
        assert isinstance(create_translator(settings), MemoryOnly)


class TestLanguageCodes:
    @pytest.mark.parametrize(
        ("tag", "code"),
        [("ko", "KO"), ("en", "EN-US"), ("zh", "ZH-HANS"), ("zh-TW", "ZH-HANT"), ("pt", "PT-PT"), ("pt-BR", "PT-BR")],
    )
    def test_a_target_names_its_variety(self, tag: str, code: str) -> None:
        assert deepl_target(tag) == code

    def test_a_source_has_none(self) -> None:
        assert [language_of_deepl(code) for code in ("EN", "ZH", "PT-BR")] == ["en", "zh", "pt"]


class TestDeepL:
    async def test_sends_the_documented_request(self, deepl: DeepL, deepl_server: DeepLServer) -> None:
        await deepl.translate(["안녕"], target="en", source="ko")
        [request] = deepl_server.requests
        assert (request["text"], request["target_lang"], request["source_lang"]) == (["안녕"], "EN-US", "KO")

    async def test_a_long_text_arrives_whole(self, deepl: DeepL) -> None:
        text = "가나다라" * 2500
        [answer] = await deepl.translate([text], target="es")
        assert answer.text == f"[ES] {text}"

    @pytest.mark.parametrize("fault", [429, 500, 503, "drop"])
    async def test_tries_once_more_after_a_passing_fault(
        self, deepl: DeepL, deepl_server: DeepLServer, fault: int | str
    ) -> None:
        deepl_server.faults.append(fault)
        [answer] = await deepl.translate(["새 글"], target="en")
        assert answer.text == "[EN] 새 글"

    @pytest.mark.parametrize("faults", [(429, 429), (503, 503), ("garbage",), (400,), (403,), (413,)])
    async def test_says_that_it_is_unavailable_when_it_does_not_pass(
        self, deepl: DeepL, deepl_server: DeepLServer, faults: tuple[int | str, ...]
    ) -> None:
        deepl_server.faults.extend(faults)
        with pytest.raises(TranslatorError) as caught:
            await deepl.translate(["새 글"], target="en")
        assert caught.value.code == "engine_unavailable"
        assert not deepl_server.faults

    async def test_an_exhausted_quota_is_told_apart_and_not_tried_again(
        self, deepl: DeepL, deepl_server: DeepLServer
    ) -> None:
        deepl_server.faults.append(456)
        with pytest.raises(TranslatorError) as caught:
            await deepl.translate(["새 글"], target="en")
        assert caught.value.code == "engine_quota_exceeded"
        assert deepl_server.requests == []

    async def test_a_wrong_key_is_unavailable(self, deepl_server: DeepLServer) -> None:
        with pytest.raises(TranslatorError, match="engine_unavailable"):
            await DeepL("another-key", url=deepl_server.url).translate(["새 글"], target="en")

    async def test_gives_up_on_a_server_that_does_not_answer(
        self, deepl: DeepL, deepl_server: DeepLServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "DEADLINE_SECONDS", 0.3)
        deepl_server.faults.append("hang")
        with pytest.raises(TranslatorError, match="engine_unavailable"):
            await deepl.translate(["새 글"], target="en")

    async def test_a_server_that_is_not_there_is_unavailable(self) -> None:
        gone = DeepLServer()
        url = gone.url
        gone._http.server_close()
        with pytest.raises(TranslatorError, match="engine_unavailable"):
            await DeepL(API_KEY, url=url).translate(["새 글"], target="en")

    async def test_after_failures_in_a_row_it_pauses_and_then_tries_again(
        self, deepl: DeepL, deepl_server: DeepLServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "PAUSE_SECONDS", 0.2)
        deepl_server.faults.extend([400] * engines.TRIPS_AFTER)
        for _ in range(engines.TRIPS_AFTER + 1):
            with pytest.raises(TranslatorError, match="engine_unavailable"):
                await deepl.translate(["새 글"], target="en")
        assert deepl_server.requests == []
        await asyncio.sleep(0.25)
        [answer] = await deepl.translate(["새 글"], target="en")
        assert answer.text == "[EN] 새 글"

    async def test_the_text_is_in_no_error_and_no_log(
        self,
        deepl: DeepL,
        deepl_server: DeepLServer,
        capfd: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        deepl_server.faults.append(400)
        with pytest.raises(TranslatorError) as caught:
            await deepl.translate(["a secret of mine"], target="ko")
        printed = capfd.readouterr()
        told = f"{caught.value!r} {caught.value.__cause__!r} {printed.out} {printed.err} {caplog.text}"
        assert "secret" not in told
