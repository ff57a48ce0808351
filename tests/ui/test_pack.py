"""The form pack: who names whom, what is said of errors and of what may be left empty."""

import re

from crispy_forms.layout import Field, Fieldset, Layout, Row
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from ui.fields import EuroField, PlainTextareaField, describe
from ui.forms import helper


class Section(forms.Form):
    services = PlainTextareaField(
        label="Services", help_text="At most 3 000 characters", required_to_submit=True
    )
    amount = EuroField(label="Sum asked", help_text="For example 1 250 000")
    note = forms.CharField(label="Note", required=False)
    members = forms.MultipleChoiceField(
        label="Members", choices=[("091", "Helsinki"), ("092", "Vantaa")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="All members have decided", help_text="The lead answers for it")
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, initial="a"
    )
    plan_version = forms.IntegerField(widget=forms.HiddenInput, initial=7)


def drawn(form, **options):
    form.helper = helper(submit="Save", more=[("next", "Save and go on")], **options)
    return render_crispy_form(form, context={"csrf_token": "x"})


def tag_with(html, part):
    """The one start tag that has this part in it."""
    (found,) = [one for one in re.findall(r"<[a-z]+[^>]*>", html) if part in one]
    return found


def summary_of(form):
    return Template("{% load ui %}{% error_summary form %}").render(Context({"form": form}))


def test_an_empty_form_ties_hints_to_controls_and_says_what_may_be_empty():
    html = drawn(Section())
    assert 'aria-describedby="id_services_helptext"' in tag_with(html, 'name="services"')
    assert '<p class="hint" id="id_services_helptext">At most 3 000 characters</p>' in html
    assert (
        '<label class="label" for="id_note">Note <span class="requirement">(optional)</span></label>' in html
    )
    assert 'for="id_services">Services <span class="requirement">(needed before sending)</span>' in html
    assert '<label class="label" for="id_amount">Sum asked</label>' in html
    assert "aria-invalid" not in html
    assert html.count("<fieldset") == html.count("<legend>") == 2
    assert re.search(r'<input type="hidden" name="plan_version" value="7"[^>]*>', html)
    assert "novalidate" in tag_with(html, "<form")


def test_a_wrong_field_names_its_error_and_its_hint():
    form = Section({"amount": "1e400", "services": "x"})
    html = drawn(form)
    control = tag_with(html, 'name="amount"')
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'value="1e400"' in control
    assert 'class="input input-m number"' in control
    assert '<div id="id_amount_error"><p class="error">' in html
    assert html.count("field has-error") == 4
    assert "<span>€</span>" in html


def test_a_group_of_choices_is_described_as_a_group():
    html = drawn(Section({"amount": "1"}))
    assert tag_with(html, 'aria-describedby="id_members_error"').startswith("<fieldset")
    assert "<legend>Members</legend>" in html
    assert html.count('<label class="choice"><input type="checkbox" name="members"') == 2


def test_the_summary_leads_to_every_wrong_field_and_takes_focus():
    form = Section({"amount": "1e400", "plan_version": "7"})
    html = summary_of(form)
    assert re.findall(r'href="([^"]*)"', html) == ["#id_amount", "#id_members_0", "#id_sure", "#id_kind_0"]
    drawing = drawn(form)
    for target in re.findall(r'href="#([^"]*)"', html):
        assert f'id="{target}"' in drawing
    assert 'tabindex="-1" autofocus' in html
    assert "4 things need correcting" in html


def test_no_errors_no_summary():
    assert summary_of(Section()).strip() == ""
    assert summary_of(None).strip() == ""


def test_errors_of_the_whole_and_of_rows_come_into_the_summary():
    class Line(forms.Form):
        cost = EuroField(label="Cost")

        def clean(self):
            raise forms.ValidationError("The lines do not add up.")

    rows = formset_factory(Line, extra=2, min_num=3, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-cost": "x", "form-1-cost": "5"}
    html = summary_of(rows(data))
    assert html.count("<li>") == 4
    assert html.count("The lines do not add up.") == 2
    assert 'href="#id_form-0-cost"' in html


def test_hostile_text_stays_text():
    hostile = '<script>alert("x")</script>'
    html = drawn(Section({"services": hostile, "note": hostile, "amount": hostile})) + summary_of(
        Section({"amount": hostile})
    )
    assert "<script" not in html


def test_layouts_and_buttons():
    form = Section()
    html = drawn(form, layout=Layout(Fieldset("Money", Row(Field("amount"), "note")), "sure"), tag=False)
    assert "<form" not in html
    assert '<legend class="legend">Money</legend>' in html
    assert '<div class="row row-end">' in html
    assert re.findall(
        r'<button type="submit" class="button ?([^"]*)" name="([^"]*)" value="1">([^<]*)', html
    ) == [
        ("", "save", "Save"),
        ("button-quiet", "next", "Save and go on"),
    ]


def test_a_formset_has_its_management_form_and_every_row():
    rows = formset_factory(Section, extra=2)
    lines = rows()
    lines.helper = helper(submit="Save")
    html = render_crispy_form(lines, context={"csrf_token": "x"})
    assert 'name="form-TOTAL_FORMS" value="2"' in html
    assert html.count('name="form-1-services"') == 1


def test_a_described_stock_field_shows_its_unit_and_width():
    class Clients(forms.Form):
        clients = describe(
            forms.CharField(required=False), required_to_submit=True, unit="clients", width="s"
        )

    html = drawn(Clients())
    assert "<span>clients</span>" in html
    assert 'class="input input-s"' in tag_with(html, 'name="clients"')
    assert "(needed before sending)" in html


def test_what_waits_for_something_else_than_sending_says_so():
    class Memo(forms.Form):
        reasons = PlainTextareaField(label="Reasons", required_to_submit=True, needed="(needed for the memo)")
        inspected = forms.BooleanField(label="The minutes have been inspected", required=False)

    html = drawn(Memo())
    assert 'Reasons <span class="requirement">(needed for the memo)</span>' in html
    assert html.count("requirement") == 1
