"""Every number of the plan in one place, by key: what pages mark, and what plan.json lists.

A key says what is counted, then of which specialty, and then under which condition or at which end
of a range: `applications.all`, `chance.neurology.low`, `chance.neurology.equal-effort.middle`. The
same quantity under another condition has another key. Money is in USD, chances are people of 100.

- `applications`, `cost`: the advised numbers and their price; `effort` where none is advised.
- `guide`, `supply`, `programs`, `open`: readings of the guide, and programs there are.
- `chance`, `listed`, `reach`, `interviews`, `base`, `start`, `way`, `assumption`: chances.
- `portfolio`, `map`, `place`, `more`, `list`: where to apply, and the applicant's own list.
- `change`, `doubt`, `column`: what would change the plan. `season`, `rank-list`: the season.
- `budget`, `purse`, `year`: money. `rating`, `priority`: judgements on a specialty.
- `date`, `begin`, `phase`, `letters`, `last-day`: days. `weeks`, `takes`, `chain`: weeks that are
  left, that a task takes, and that tasks in a row take.
"""
