-- A copy of a database must tell neither customers nor our own team anything.
UPDATE ar_webhook_endpoint SET active = false;
UPDATE ar_team_endpoint SET active = false;
