from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self) -> None:
        from planning import demo, moves, release, reminders, slots, starting
        from planning.models import Plan, ShowPlan
        from productions import gates, proposals, sweep
        from productions.demo import team

        starting.connect()
        team.MORE.append(demo.plan)
        proposals.PROPOSALS.append(slots.propose)
        gates.HOLDS.append(release.held_until)
        gates.APPROVED.append(moves.approved)
        sweep.TASKS[reminders.TASK] = ShowPlan
        sweep.TASKS[release.TASK] = Plan
