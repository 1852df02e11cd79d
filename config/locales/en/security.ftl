# Settings, Security.

security-title = Security
security-on = On
security-off = Off
security-off-help = Your mailbox opens with your password alone. Add a second step, so that a stolen password is not enough.
security-turn-on = Turn on
security-authenticators = Your authenticators
security-added = Added
security-last-used = Last used
security-never-used = Not used yet
security-preferred = Asked first
security-add = Add another authenticator
security-rename = Rename
security-name = New name
security-prefer = Ask first
security-prefer-help = Signing in then asks for this one first.
security-replace = Replace
security-replace-help = You set up a new one next. This one works until the new one does.
security-change-number = Change number
security-change-number-help = You confirm the new number next. This one works until then.
security-remove = Remove
security-remove-help = Its codes are no longer accepted afterwards.
security-turn-off = Turn off
security-turn-off-help = Afterwards your mailbox opens with your password alone.
security-required = Your organisation requires Multi-Factor Authentication, so it cannot be turned off here.
security-required-last = Your organisation requires Multi-Factor Authentication. It cannot be turned off here, and your only authenticator cannot be removed, only replaced.

## Confirming a change

confirm-app = To confirm, type a code from your authenticator app.
confirm-sms = To confirm, have a code sent to you and type it.
confirm-either = To confirm, type a code from your authenticator app, or have one sent to you.
# $number (Text): a masked number such as +49 ••• ••• 67.
confirm-send = Send a code to { $number }

## Trusted browsers

trusted-title = Trusted browsers
trusted-help = In these browsers, signing in takes your password alone.
trusted-none = There are none. When you type a code at sign-in, you can choose not to be asked again on that device.
trusted-this = This browser
trusted-first = First used
trusted-until = Trusted until
trusted-revoke = Stop trusting
trusted-revoke-all = Stop trusting all

## Recent activity

activity-title = Recent activity
activity-when = When
activity-what = What
activity-where = Where
activity-none = Nothing has happened yet.
activity-succeeded = Succeeded
activity-refused = Refused
activity-signed-in = Sign-in
activity-code = Code at sign-in
activity-trusted-sign-in = Sign-in in a trusted browser
activity-factor-added = Authenticator added
activity-factor-removed = Authenticator removed
activity-factor-renamed = Authenticator renamed
activity-factor-replaced = Authenticator replaced
activity-factor-preferred = Authenticator to ask first
activity-number-changed = Mobile number changed
activity-recovery-used = Recovery code used
activity-recovery-made = Recovery codes made
activity-browser-trusted = Browser trusted
activity-browser-revoked = Browser no longer trusted
activity-turned-off = Multi-Factor Authentication turned off
activity-admin-reset = Reset by the administrator
activity-signed-out = Signed out
activity-signed-out-everywhere = Signed out everywhere
sign-out-everywhere = Sign out everywhere
sign-out-everywhere-help = Ends every session of this mailbox, this one too.

## What has just been done

security-turned-on = Multi-Factor Authentication is on. From now on, signing in also takes a code.
security-turned-off = Multi-Factor Authentication is off. Your mailbox now opens with your password alone.
notice-added = The authenticator was added.
notice-renamed = The authenticator was renamed.
notice-removed = The authenticator was removed. Its codes are no longer accepted.
notice-replaced = The authenticator was replaced. Only the new one’s codes are accepted.
notice-number-changed = Your mobile number was changed.
notice-preferred = Signing in now asks for this authenticator first.
notice-recovery-made = You have new recovery codes. Earlier ones no longer work.
notice-browser-revoked = The browser is no longer trusted.
notice-browsers-revoked = No browser is trusted any more.
security-given-up = Your organisation is giving up text messages. Please add an authenticator app; your number is then no longer asked for.
