WITH moved AS (
    UPDATE ar_dunning_notice SET state = 'queued', write_date = now()
     WHERE run_id = %(run)s AND state = 'draft'
 RETURNING id)
UPDATE ar_dunning_notice_line line SET state = 'queued', write_date = now()
  FROM moved
 WHERE line.notice_id = moved.id AND line.state = 'draft'
