"""Auphonic's algorithms as form fields, made from the table of parameters."""

from dataclasses import dataclass
from typing import Any

from django import forms

from productions.algorithms import DEFAULTS, renamed, text, typed
from productions.offers import Offers
from productions.parameters import GROUPS, Group, Parameter

FEW = 5  # options that fit beside each other


@dataclass(frozen=True)
class Row:
    """A field of a group: how it looks, and the values of another one that make it matter."""

    field: forms.BoundField
    parameter: Parameter
    look: str  # "switch", "cards", "seg" or "select"

    @property
    def needs(self) -> str:
        """`denoisemethod=static,dynamic`, for the script that folds it."""
        needs = self.parameter.needs
        return f"{needs[0]}={','.join(map(text, needs[1]))}" if needs else ""


@dataclass(frozen=True)
class Block:
    group: Group
    switch: forms.BoundField
    rows: list[Row]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if not row.parameter.is_rare]

    @property
    def rare(self) -> list[Row]:
        return [row for row in self.rows if row.parameter.is_rare]

    @property
    def checks(self) -> list[Row]:
        return [row for row in self.rows if row.look == "switch"]


def fields(offers: Offers, algorithms: Any) -> dict[str, forms.Field]:
    """A field for every parameter; a value that is set and on no list is offered as it is, not lost."""
    now = DEFAULTS | renamed(algorithms)
    found: dict[str, forms.Field] = {}
    for group in GROUPS:
        switch = forms.CheckboxInput(attrs={"class": "switch", "role": "switch"})
        found[group.key] = forms.BooleanField(label=str(group.label), required=False, widget=switch)
        for each in group.parameters:
            found[each.key] = _field(each, offers, now[each.key])
    return found


def initial(algorithms: Any) -> dict[str, Any]:
    now = DEFAULTS | renamed(algorithms)
    return {key: now[key] if isinstance(default, bool) else text(now[key]) for key, default in DEFAULTS.items()}


def blocks(form: forms.Form) -> list[Block]:
    return [
        Block(group, form[group.key], [Row(form[each.key], each, _look(form, each)) for each in group.parameters])
        for group in GROUPS
    ]


def sent(data: dict[str, Any], before: Any) -> dict[str, Any]:
    """The algorithms of a form that is valid; keys that the form does not know stay as they were."""
    after = renamed(before)
    for group in GROUPS:
        after[group.key] = data[group.key]
        for each in group.parameters:
            if each.is_switch:
                after[each.key] = data[each.key]
            elif data[each.key] != "":
                after[each.key] = typed(each, data[each.key])
    if after["cutter"] and not any(after[each.key] for each in _cutters()):
        after["cutter"] = False  # it finds nothing to cut; Auphonic would take it for silence
    return after


def _cutters() -> list[Parameter]:
    return [each for group in GROUPS if group.key == "cutter" for each in group.parameters if each.is_switch]


def _field(parameter: Parameter, offers: Offers, value: Any) -> forms.Field:
    if parameter.is_switch:
        return forms.BooleanField(label=str(parameter.label), help_text=str(parameter.help), required=False)
    choices = [(text(each), str(label)) for each, label in offers.options(parameter)]
    if text(value) not in dict(choices):
        mine = {text(each): str(label) for each, label in parameter.options}
        choices.append((text(value), mine.get(text(value), str(value))))
    look = forms.RadioSelect if parameter.is_cards or _is_few(choices) else forms.Select
    return forms.ChoiceField(
        label=str(parameter.label), help_text=str(parameter.help), choices=choices, required=False, widget=look
    )


def _is_few(choices: list[tuple[str, str]]) -> bool:
    return len(choices) <= FEW and sum(len(label) for _, label in choices) <= 48


def _look(form: forms.Form, parameter: Parameter) -> str:
    if parameter.is_switch:
        return "switch"
    if parameter.is_cards:
        return "cards"
    return "seg" if isinstance(form.fields[parameter.key].widget, forms.RadioSelect) else "select"
