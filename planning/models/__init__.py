"""What is planned: one plan for each show and one for each episode, and what hangs on them."""

from planning.models.changes import Change
from planning.models.checklists import Point, TemplatePoint
from planning.models.episodes import Plan
from planning.models.people import Part, PartRole, Person
from planning.models.shows import ShowPlan
from planning.models.subscriptions import Subscription

__all__ = ["Change", "Part", "PartRole", "Person", "Plan", "Point", "ShowPlan", "Subscription", "TemplatePoint"]
