"""What happened, a row a case, read from the tables where it was written down. Roll-ups and cells are sums of it.

A fact has a moment (by which it falls in a month), a kind of work, whose home it was, who worked, a measure, a part of
the measure and an amount:

    requests                     1           reported
    answer       its bucket      seconds     the first decision or question back
    decision     the outcome     1           the first decision that is no question back
    proposal     same, other     1           that decision beside the line that the program proposed
    first_visit  its bucket      seconds     the first time that somebody came and found somebody home
    solved       its bucket      seconds     closed after all work was done
    finished     once, more      1           a repair done, in one visit or in more
    came_back                    1           a repair opened under warranty
    promise      kept or late, urgency  1    a repair done, before or after it was due
    visit        done, nobody_home      1
    worked                       minutes     a worker at a visit
    rating       1 to 5          the rating
    charged                      cents       a visit priced: asked of who pays, without VAT; a correction is another
    earned                       cents       the same: what it earned who worked
    material                     cents       of that, what was for material, which is the shop's and no pay
    familiar     same, all       visits      to a client in a month: by the most frequent helper, and all
    uneven       moved, worked   minutes     of all workers of a kind in a month, see `UNEVEN`
"""

from datetime import date

from werkplaats.ground.sql import Row, rows
from werkplaats.insight.rules.totals import BUCKET

HERE = "Europe/Amsterdam"
DELIVERED = "('done', 'signed', 'follow_up', 'disputed')"


def _duration(begin: str, end: str) -> str:
    """The columns part and amount of a duration: `rules.totals.bucket` in SQL, and the seconds."""
    seconds = f"greatest(0, floor(extract(epoch FROM ({end}) - ({begin}))))::bigint"
    bucket = f"1 + trunc(ln({seconds}::float8 / 60) / ln({BUCKET}::float8))::int"
    return f"(CASE WHEN {seconds} < 60 THEN 0 ELSE {bucket} END)::text, {seconds}"


# An hour that should have gone to somebody else is one above a worker's share by the hours that each offers.
UNEVEN = f"""
    in_month AS (
        SELECT month, kind, worker_id, sum(minutes) AS minutes
        FROM sheet WHERE outcome <> 'nobody_home' GROUP BY month, kind, worker_id
    ),
    asked AS (
        SELECT month, kind, worker_id, minutes, 0 AS offered FROM in_month
        UNION ALL
        SELECT m.month, m.kind, w.id, 0, w.hours_a_week
        FROM (SELECT DISTINCT month, kind FROM in_month) m JOIN members_worker w ON w.kind = m.kind
        WHERE w.cooperative_id = %(cooperative)s AND w.status = 'admitted' AND w.hours_a_week > 0
            AND coalesce(w.decided_at, w.applied_at) AT TIME ZONE '{HERE}' < m.month + interval '1 month'
    ),
    shares AS (
        SELECT month, kind, sum(minutes) AS minutes, sum(offered) AS offered,
            sum(sum(minutes)) OVER of_kind AS all_minutes, sum(sum(offered)) OVER of_kind AS all_offered,
            sum(CASE WHEN sum(offered) > 0 THEN 1 ELSE 0 END) OVER of_kind AS offering
        FROM asked GROUP BY month, kind, worker_id WINDOW of_kind AS (PARTITION BY month, kind)
    ),
    uneven AS (
        SELECT month, kind, sum(minutes) AS worked,
            sum(abs(minutes - all_minutes * offered / all_offered)) / 2 AS moved
        FROM shares WHERE offering > 1 GROUP BY month, kind
    )"""

FACTS = f"""
    WITH job AS (
        SELECT j.*, coalesce(g.client_id, r.client_id) AS client_id, coalesce(r.reported_at, j.opened_at) AS asked_at
        FROM jobs_job j
        LEFT JOIN homes_caregrant g ON g.id = j.care_grant_id LEFT JOIN intake_request r ON r.id = j.request_id
        WHERE j.cooperative_id = %(cooperative)s
    ),
    sheet AS (
        SELECT t.worker_id, t.outcome, t.started_at, v.id AS visit_id, j.id AS job_id, j.request_id, j.asked_at,
            j.branch, j.dwelling_id, j.client_id, w.kind,
            floor(extract(epoch FROM t.stopped_at - t.started_at) / 60)::bigint AS minutes,
            date_trunc('month', t.started_at AT TIME ZONE '{HERE}')::date AS month
        FROM delivery_timesheet t
        JOIN jobs_visit v ON v.id = t.visit_id JOIN job j ON j.id = v.job_id JOIN members_worker w ON w.id = t.worker_id
        WHERE t.cooperative_id = %(cooperative)s AND t.stopped_at IS NOT NULL
    ),
    decision AS (
        SELECT a.*, r.branch, r.dwelling_id, r.client_id, r.reported_at,
            a.outcome <> 'question' AND coalesce(b.outcome, 'question') = 'question' AS decides
        FROM triage_assessment a JOIN intake_request r ON r.id = a.request_id
        LEFT JOIN triage_assessment b ON b.id = a.revises_id
        WHERE a.cooperative_id = %(cooperative)s
    ),
    repair AS (
        SELECT j.*, (SELECT count(*) FROM jobs_visit v WHERE v.job_id = j.id AND v.status IN {DELIVERED}) AS visits
        FROM job j WHERE j.status = 'done' AND j.branch = 'repairs' AND j.care_grant_id IS NULL
    ),
    settled AS (
        SELECT s.settled_at, s.charged_cents, s.earned_cents, j.branch, j.dwelling_id, j.client_id, t.worker_id, (
            SELECT sum(net_cents)::bigint FROM settlement_earning WHERE settlement_id = s.id AND kind = 'material'
        ) AS material_cents
        FROM settlement_settlement s JOIN delivery_timesheet t ON t.id = s.timesheet_id
        JOIN jobs_visit v ON v.id = t.visit_id JOIN job j ON j.id = v.job_id
        WHERE s.cooperative_id = %(cooperative)s
    ),
    with_client AS (
        SELECT month, client_id, worker_id, min(dwelling_id) AS dwelling_id, min(started_at) AS at,
            count(DISTINCT visit_id) AS visits
        FROM sheet WHERE branch = 'household' AND client_id IS NOT NULL AND outcome <> 'nobody_home'
        GROUP BY month, client_id, worker_id
    ),
    regular AS (
        SELECT min(at) AS at, client_id, min(dwelling_id) AS dwelling_id, max(visits) AS same, sum(visits) AS visits
        FROM with_client GROUP BY month, client_id HAVING sum(visits) > 1
    ),
    {UNEVEN.strip()},
    fact (at, branch, dwelling_id, client_id, worker_id, measure, part, amount) AS (
        SELECT reported_at, branch, dwelling_id, client_id, NULL::bigint, 'requests', '', 1::bigint
        FROM intake_request WHERE cooperative_id = %(cooperative)s AND split_from_id IS NULL
        UNION ALL
        SELECT decided_at, branch, dwelling_id, client_id, NULL, 'answer', {_duration("reported_at", "decided_at")}
        FROM decision WHERE revises_id IS NULL AND NOT by_resident
        UNION ALL
        SELECT decided_at, branch, dwelling_id, client_id, NULL, 'decision', outcome, 1 FROM decision WHERE decides
        UNION ALL
        SELECT decided_at, branch, dwelling_id, client_id, NULL, 'proposal',
            CASE WHEN item_code = proposed_code THEN 'same' ELSE 'other' END, 1
        FROM decision WHERE decides AND proposed_code <> '' AND NOT by_resident
        UNION ALL
        SELECT min(started_at), min(branch), min(dwelling_id), min(client_id), NULL, 'first_visit',
            {_duration("min(asked_at)", "min(started_at)")}
        FROM sheet WHERE outcome <> 'nobody_home' GROUP BY coalesce(request_id, -job_id)
        UNION ALL
        SELECT closed_at, branch, dwelling_id, client_id, NULL, 'solved', {_duration("reported_at", "closed_at")}
        FROM intake_request r WHERE cooperative_id = %(cooperative)s AND status = 'closed'
            AND EXISTS (SELECT FROM jobs_job j WHERE j.request_id = r.id AND j.status = 'done')
        UNION ALL
        SELECT ended_at, branch, dwelling_id, client_id, NULL, 'finished',
            CASE WHEN visits > 1 THEN 'more' ELSE 'once' END, 1
        FROM repair WHERE warranty_of_id IS NULL
        UNION ALL
        SELECT ended_at, branch, dwelling_id, client_id, NULL, 'promise',
            CASE WHEN ended_at <= due_at THEN 'kept ' ELSE 'late ' END || urgency, 1
        FROM repair
        UNION ALL
        SELECT opened_at, branch, dwelling_id, client_id, NULL, 'came_back', '', 1
        FROM job WHERE warranty_of_id IS NOT NULL AND branch = 'repairs'
        UNION ALL
        SELECT min(started_at), min(branch), min(dwelling_id), min(client_id), NULL, 'visit',
            CASE WHEN bool_and(outcome = 'nobody_home') THEN 'nobody_home' ELSE 'done' END, 1
        FROM sheet GROUP BY visit_id
        UNION ALL
        SELECT started_at, branch, dwelling_id, client_id, worker_id, 'worked', '', minutes
        FROM sheet WHERE outcome <> 'nobody_home'
        UNION ALL
        SELECT f.given_at, j.branch, j.dwelling_id, j.client_id, NULL, 'rating', f.rating::text, f.rating
        FROM delivery_feedback f JOIN jobs_visit v ON v.id = f.visit_id JOIN job j ON j.id = v.job_id
        WHERE f.cooperative_id = %(cooperative)s
        UNION ALL
        SELECT settled_at, branch, dwelling_id, client_id, NULL, 'charged', '', charged_cents FROM settled
        UNION ALL
        SELECT settled_at, branch, dwelling_id, client_id, worker_id, 'earned', '', earned_cents FROM settled
        UNION ALL
        SELECT settled_at, branch, dwelling_id, client_id, worker_id, 'material', '', material_cents
        FROM settled WHERE material_cents <> 0
        UNION ALL
        SELECT at, 'household', dwelling_id, client_id, NULL, 'familiar', 'same', same FROM regular
        UNION ALL
        SELECT at, 'household', dwelling_id, client_id, NULL, 'familiar', 'all', visits FROM regular
        UNION ALL
        SELECT month::timestamp AT TIME ZONE '{HERE}', CASE kind WHEN 'helper' THEN 'household' ELSE 'repairs' END,
            NULL, NULL, NULL, 'uneven', part, round(CASE part WHEN 'moved' THEN moved ELSE worked END)
        FROM uneven CROSS JOIN (VALUES ('moved'), ('worked')) parts (part)
    ),
    place AS (
        SELECT q.kind AS branch, coalesce(p.dwelling_id, p.client_id) AS who, p.pilot_id, p.started_at,
            least(p.ended_at, lead(p.started_at) OVER (
                PARTITION BY q.kind, p.dwelling_id, p.client_id ORDER BY p.started_at, p.id)) AS ended_at
        FROM homes_participation p JOIN homes_pilot q ON q.id = p.pilot_id
        WHERE p.cooperative_id = %(cooperative)s AND p.started_at IS NOT NULL
    ),
    placed AS (
        SELECT f.*, p.pilot_id, date_trunc('month', f.at AT TIME ZONE '{HERE}')::date AS month
        FROM fact f LEFT JOIN place p ON p.branch = f.branch AND p.started_at <= f.at
            AND (p.ended_at IS NULL OR p.ended_at > f.at)
            AND p.who = CASE f.branch WHEN 'repairs' THEN f.dwelling_id ELSE f.client_id END
    )"""

ROLLED_UP = f"""{FACTS}
    SELECT %(cooperative)s AS cooperative_id, month, pilot_id, branch, measure, part, count(*) AS number,
        sum(amount)::bigint AS total
    FROM placed WHERE %(months)s::date[] IS NULL OR month = ANY(%(months)s)
    GROUP BY month, pilot_id, branch, measure, part
"""

# Who has figures of its own of what happened at a home: the pilot, outside of one its landlord (of repairs) or the team
# of its client (of help); of who rents from nobody, and of help without a client, nobody.
WHOSE = """coalesce('pilot ' || placed.pilot_id,
        CASE branch WHEN 'repairs' THEN 'landlord ' || d.landlord_id ELSE 'team ' || c.district_team_id END, '')"""
# Home is the dwelling in both kinds of work, so that who has a repair and help counts once.
BY_PERSON = f"""{FACTS}
    SELECT date_trunc('quarter', month)::date AS quarter, branch,
        {WHOSE} AS whose,
        {{person}} AS person, measure, part, count(*) AS number, sum(amount)::bigint AS total
    FROM placed LEFT JOIN homes_dwelling d ON d.id = dwelling_id LEFT JOIN homes_client c ON c.id = client_id
    WHERE month < %(until)s AND {{person}} IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
"""


def by_person(cooperative_id: int, until: date, *, workers: bool = False) -> list[Row]:
    """The facts of whole quarters before `until`: by quarter, kind of work, party, home (or worker), measure, part."""
    person = "placed.worker_id" if workers else "placed.dwelling_id"
    return rows(BY_PERSON.format(person=person), {"cooperative": cooperative_id, "until": until})
