"""The figures behind an answer: as observations, each with its citation, and as a chart."""

from service.engine import Engine

TREND = "How has the share of single assessments within 45 days changed in Northmoor?"


def test_trend_comes_with_all_its_figures_and_where_they_stand(willing_engine: Engine) -> None:
    answer = willing_engine.ask(TREND)
    told = [(one.period, one.value, one.unit, one.text) for one in answer.observations]
    assert told == [("2018", 71.2, "%", "71.2%"), ("2019", 78.6, "%", "78.6%"), ("2020", 88.3, "%", "88.3%")]
    cited = {c.number: c for c in answer.citations}
    for one in answer.observations:
        assert one.place == "Northmoor"
        assert one.text in cited[one.citation].quote


def test_chart_is_of_the_same_figures_and_its_addresses_name_them(willing_engine: Engine) -> None:
    chart = willing_engine.ask(TREND).chart
    assert chart is not None
    ids = chart.svg_url.removeprefix("/v1/charts/").removesuffix(".svg")
    assert chart.csv_url == f"/v1/charts/{ids}.csv"
    found = willing_engine.store.observations_of([int(i) for i in ids.split("-")])
    assert [one.text for _, one in found] == ["71.2%", "78.6%", "88.3%"]
    assert [value["value"] for value in chart.vega_lite["data"]["values"]] == [71.2, 78.6, 88.3]


def test_answer_without_figures_over_time_has_no_chart(willing_engine: Engine) -> None:
    answer = willing_engine.ask("Who is the principal social worker in Oakford?")
    assert answer.observations == ()
    assert answer.chart is None


def test_limit_of_citations_leaves_no_statement_unproven(willing_engine: Engine) -> None:
    answer = willing_engine.ask(TREND, max_citations=1)
    assert len(answer.citations) == 1
    assert answer.statements
    for statement in answer.statements:
        assert statement.citations == (1,)
    # The whole row is the quote, so it proves the figures that have no citation of their own.
    assert all(one.text in answer.citations[0].quote for one in answer.observations)


def test_computed_change_is_shown_with_its_calculation(willing_engine: Engine) -> None:
    (statement,) = willing_engine.ask(TREND).statements
    assert statement.support == "computed"
    assert statement.calculation == "88.3 − 71.2 = 17.1"
    assert "up 17.1 percentage points (88.3 − 71.2)" in statement.text
