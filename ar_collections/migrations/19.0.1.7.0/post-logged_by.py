"""Who spoke in calls and visits of before: who wrote the first row of the log about each."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        UPDATE ar_dispatch
           SET logged_by_id = log.user_id
          FROM (SELECT DISTINCT ON (res_id) res_id, user_id
                  FROM ar_log
                 WHERE res_model = 'ar.dispatch' AND user_id IS NOT NULL
                 ORDER BY res_id, id) AS log
         WHERE log.res_id = ar_dispatch.id AND ar_dispatch.outcome IS NOT NULL
           AND ar_dispatch.logged_by_id IS NULL
        """
    )
