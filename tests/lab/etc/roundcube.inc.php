<?php
// Roundcube of the lab: a plain operator's configuration. Everything else is the packaged default,
// session_lifetime (10 minutes) and skin included.
$config = [];
$config['db_dsnw'] = 'sqlite:///@STATE@/roundcube/roundcube.db?mode=0640';
$config['imap_host'] = ['127.0.0.1:@IMAP_PORT@'];
$config['smtp_host'] = '127.0.0.1:@SMTP_PORT@';
$config['smtp_user'] = '%u';
$config['smtp_pass'] = '%p';
$config['product_name'] = 'Roundcube Webmail';
$config['des_key'] = '@DES_KEY@';
$config['skin'] = 'elastic';
$config['plugins'] = [];
$config['enable_spellcheck'] = false;
$config['log_dir'] = '@LOG@/roundcube/';
$config['temp_dir'] = '@STATE@/roundcube/temp/';
// Tests log in with wrong passwords on purpose; the default locks a mailbox for a minute after three.
$config['login_rate_limit'] = 1000;
