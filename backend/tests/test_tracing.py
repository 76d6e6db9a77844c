"""Tracing is off until a setting says where spans go, and AWS's own endpoint gets them signed."""

import subprocess
import sys

import pytest
import requests

from dife import tracing
from dife.settings import Settings, SettingsError

AWS_URL = "https://xray.ap-northeast-2.amazonaws.com/v1/traces"


def test_without_the_setting_no_package_of_the_sdk_is_needed() -> None:
    program = (
        "import sys; sys.modules['opentelemetry.sdk'] = sys.modules['opentelemetry.exporter'] = None; "
        "import dife.app, dife.realtime.gateway, dife.worker.main, dife.tracing"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_outside_of_a_trace_a_span_is_nothing() -> None:
    with tracing.span("valkey GET"):
        assert not tracing.is_recording()
    assert tracing.ids() == {}


def test_a_missing_sdk_is_told_in_a_sentence(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with pytest.raises(SettingsError, match="DIFE_TRACES_URL: needs the packages of the dependency group `production`"):
        tracing.configure(settings.model_copy(update={"traces_url": "http://127.0.0.1:1/v1/traces"}), "api")


def test_aws_gets_signed_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the machine's credentials, for the service and region that the address names."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token")
    session = tracing._session(AWS_URL)

    request = requests.Request("POST", AWS_URL, data=b"spans", headers={"Content-Type": "application/x-protobuf"})
    headers = session.prepare_request(request).headers

    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/")
    assert "/ap-northeast-2/xray/aws4_request" in headers["Authorization"]
    assert headers["X-Amz-Security-Token"] == "a-token"


def test_a_collector_of_ones_own_gets_them_unsigned() -> None:
    assert tracing._session("http://collector:4318/v1/traces").auth is None
