# The administrator's control panel.

panel-title = Control panel
panel-nav = Parts of the control panel
panel-nav-overview = Overview
panel-nav-settings = Settings
panel-nav-mailboxes = Mailboxes
panel-nav-audit = Audit
panel-nav-administrators = Administrators
panel-nav-tokens = API tokens
panel-nav-account = Your account
panel-skip = Skip to the content
panel-crumbs = You are here
panel-crumb-webmail = Webmail Settings
panel-next = Next page
panel-first = First page
panel-search = Search
panel-save = Save
panel-nothing-found = Nothing found.
panel-all-domains = All domains
panel-never = Never
panel-reason = Reason
panel-reason-help = It is written into the audit.
panel-own-code = Your own 6-digit code
panel-own-code-help = From your authenticator app. Each code works once: after signing in, wait for the next one.
panel-code-shown-once = It is shown only now. When you leave this page, it is gone.
# $until (Text): a moment.
panel-good-until = Good until { $until }.
panel-go-back = Go back
panel-shown = Copy the code

## Signing in

panel-sign-in-title = Sign in to the control panel
panel-sign-in-name = Name
panel-sign-in-password = Password
panel-sign-in-submit = Continue
panel-sign-in-wrong = The name or the password is wrong.
panel-sign-in-wait = There were too many wrong tries.
panel-sign-in-invited = I have a set-up code
panel-code-title = Enter your code
panel-code-lead = Open your authenticator app and type its current 6-digit code.
panel-code-submit = Sign in
panel-code-suspended = Too many codes were wrong. Another operator, or “vestibule admin reset” on the server, has to invite you again.
panel-signed-out = You are signed out.

## Setting up

panel-invited-title = Set up your account
panel-invited-lead = Type your name and the set-up code that you were given.
panel-invited-code = Set-up code
panel-invited-wrong = The name or the set-up code is wrong, or the code has ended.
panel-set-up-lead = Choose a password and connect an authenticator app. You will need both each time you sign in.
panel-set-up-password = New password
panel-set-up-password-help = At least 12 characters. A sentence of several words is easy to remember and hard to guess.
panel-set-up-again = New password, once more
panel-set-up-submit = Finish
panel-password-short = The password needs at least 12 characters.
panel-password-long = The password has more than 256 characters.
panel-password-guessable = This password is easily guessed. Use more words, or words that do not belong together.
panel-password-different = The two passwords differ.
panel-set-up-code = The code does not belong to this key. Type the one that your app shows now.
panel-set-up-over = The set-up code has been used. Ask for another one.

## Policies of domains

panel-mfa-title = Multi-Factor Authentication
panel-mfa-lead = What is asked of the people of each domain when they sign in to the webmail.
panel-mode-required = Required
panel-mode-optional = Optional
panel-mode-disabled = Disabled
panel-mode-required-help = Everybody needs a second factor. Whoever has none sets one up at the next sign-in, before the mailbox opens.
panel-mode-optional-help = Everybody may turn it on in their settings. Whoever has is always asked for a code.
panel-mode-disabled-help = Nobody is asked for a code, and it is not offered. What people have set up is kept for later.
panel-default-title = Domains that are not listed
panel-default-file = This is set in the configuration file.
panel-domain = Domain
panel-domains = Domains
panel-policy = Policy
panel-any-policy = Any policy
panel-managed = Managed
panel-managed-file = In a file
panel-managed-panel = Here
panel-find-domain = Domain contains
panel-open-domain = Add or open a domain
panel-open-submit = Open
panel-import = Import a list
panel-select = Select
# $domain (Text): a domain.
panel-select-domain = Select { $domain }
panel-selected-set = For the selected domains
panel-selected-none = Select at least one domain.
panel-continue = Continue
panel-in-file = This domain is managed in the policy file of the server and is changed there.
# $who (Text): an administrator. $at (Text): a moment.
panel-said-by = Set by { $who }, { $at }.
panel-details = More settings
panel-as-default = As for all domains
panel-factors = What people may set up
panel-factors-app = Authenticator app only
panel-factors-both = Authenticator app or text messages
panel-trusted-days = Days that a browser may be trusted
panel-trusted-days-help = 0: trusting a browser is not offered. At most 365.
panel-grace = Time to set it up
panel-grace-help = Counted from each mailbox’s first sign-in after this takes effect.
panel-grace-none = None: at the next sign-in
panel-days = { $days-form ->
    [one] One day
   *[other] { $days } days
}
panel-hours = { $hours-form ->
    [one] One hour
   *[other] { $hours } hours
}
panel-guard = Who may set up the first factor
panel-guard-none = Whoever knows the password
panel-guard-code = Only with a code from an administrator
panel-guard-network = Only from these networks
panel-networks = Networks
panel-networks-help = One in each line, such as 10.0.0.0/8.
panel-live = People who are signed in when it becomes Required
panel-live-next = Go on until their session ends
panel-live-step-up = Are asked at their next click
panel-live-sign-out = Are signed out
panel-countries = Countries for text messages
panel-countries-help = Two-letter codes, such as DE, AT, CH. Empty: as for all domains.
panel-sms-per-day = Text messages per day
panel-contact = Whom people ask for help
panel-contact-help = Shown when somebody cannot get in.
panel-unset = Remove from the list
panel-unset-help = Then the domain is treated like all that are not listed.
panel-its-mailboxes = Mailboxes of this domain
panel-field-wrong = Please correct this field.

## Before saving

panel-confirm-title = Before you save
panel-confirm-required = From the next sign-in on, a second factor is needed.
panel-confirm-optional = From now on, people choose for themselves.
panel-confirm-disabled = From now on, a password alone opens every mailbox. Trusted browsers are forgotten.
panel-confirm-less = This asks less of people than before, so it takes a code of your own.
panel-affected = Who is affected
panel-affected-domains = Domains
panel-affected-seen = Mailboxes seen
panel-affected-enrolled = With a second factor
panel-affected-not = Without one
panel-affected-lately = May be signed in now
panel-affected-help = Only mailboxes that have signed in through Vestibule can be counted.
panel-affected-must = These people set up a second factor at their next sign-in, or within the time that you give them.
panel-affected-none = Nobody has to do anything.
# $as-of (Text): a moment.
panel-counted = Counted { $as-of }.
panel-counted-partly = At least: not everybody has been counted yet.
panel-do-required = Require it
panel-do-optional = Make it optional
panel-do-disabled = Disable it
panel-saved = Saved.
panel-saved-domains = { $count-form ->
    [one] One domain was saved.
   *[other] { $count } domains were saved.
}
panel-not-saved = These could not be saved:
panel-undo = Undo
panel-undo-help = Possible for one minute.
panel-undone = Undone: everything is as before.
panel-undo-over = The minute is over. Change it back by hand.
panel-changed = Somebody else has changed this meanwhile. Look at it as it is now, then save again.

## Importing

panel-import-title = Import a list
panel-import-lead = One domain in each line, a comma, and its policy. A first line with names is skipped.
panel-import-list = List
panel-import-file = Or a file (CSV)
panel-import-check = Check
# $line (Number): the number of a line.
panel-import-line = Line { $line }
panel-import-empty = There is no domain in this list.
panel-import-domain = Not a domain.
panel-import-mode = The policy must be required, optional or disabled.
panel-import-twice = The domain stands in the list twice.
panel-import-long = The list has more than 10,000 lines.
panel-import-refused = Nothing was saved. Correct these lines and check again:
panel-import-same = Already so
panel-import-new = New
panel-import-change = Changes
panel-import-save = Save the list
panel-import-running = Saving the list
# $done (Number) $all (Number)
panel-import-progress = { $done } of { $all } domains
panel-import-wait = This page refreshes by itself.

## Mailboxes

panel-mailboxes-title = Mailboxes
panel-mailboxes-lead = Find a mailbox by its address or the beginning of it.
panel-mailbox-address = Address
panel-mailbox-open = Open
panel-mailbox-factor = Second factor
panel-mailbox-seen = Last seen
panel-mailbox-unknown = This mailbox has not signed in through Vestibule yet.
panel-mailbox-damaged = The record of this mailbox cannot be read, so nobody gets in. A reset makes a new one.
panel-state = State
panel-state-on = On
panel-state-off = Not set up
panel-asked = What is asked
# $mode (Text): Required, Optional or Disabled.
panel-asked-domain = { $mode }, by its domain
panel-asked-default = { $mode }, like all domains that are not listed
panel-asked-exception = { $mode }, by its own exception
panel-authenticators = Authenticators
panel-kind-totp = Authenticator app
panel-kind-sms = Text messages
panel-added = Added
panel-last-used = Last used
panel-recovery-left = Recovery codes left
panel-trusted-browsers = Trusted browsers
panel-failures = Wrong codes in a row
panel-failures-suspended = Suspended: an administrator must unlock it
# $at (Text): a moment.
panel-failures-next = Next try { $at }
panel-recent = Lately
panel-help-title = Help this person
panel-help-lead = Make sure that you talk to the right person before you let somebody in.
panel-reset = Reset
panel-reset-help = Removes every second factor, recovery codes and trusted browsers, and ends all sessions. For whoever has lost the phone and the recovery codes.
panel-reset-code = Also give a code for setting up again
panel-reset-submit = Reset this mailbox
panel-reset-done = The second factors are removed and all sessions have ended.
panel-reset-nothing = There was no second factor. All sessions have ended.
panel-bypass = Let in once
panel-bypass-help = Gives a code that stands for the second factor once, within 15 minutes. It is typed where a recovery code is.
panel-bypass-submit = Give a code
panel-bypass-given = Code for signing in once
panel-setup-code = Set-up code
panel-setup-code-help = Gives a code with which the first factor may be set up, today and tomorrow, where the domain asks for one.
panel-setup-code-given = Code for setting up
panel-unlock = Unlock
panel-unlock-help = Lets codes be typed again after too many wrong ones.
panel-unlock-submit = Unlock this mailbox
panel-unlock-done = Codes can be typed again.
panel-sign-out = Sign out everywhere
panel-sign-out-help = Ends all sessions and forgets all trusted browsers.
panel-sign-out-submit = Sign out everywhere
panel-sign-out-done = All sessions have ended.
panel-exception = Exception
panel-exception-help = Asks more of this mailbox than of its domain, until a day. The stricter of the two applies.
panel-exception-until = Until
panel-exception-until-help = The last day, in UTC.
panel-exception-submit = Save the exception
panel-exception-end = End the exception
panel-exception-done = The exception is saved.
panel-exception-ended = The exception has ended.

## Audit

panel-audit-title = Audit
panel-audit-lead = Every change, the newest first. Each line is bound to the one before it, so that a missing line shows.
panel-audit-when = When
panel-audit-who = Who
panel-audit-what = What
panel-audit-whom = Where
panel-audit-why = Why
panel-audit-domain = Domain
panel-audit-mailbox = Mailbox
panel-audit-event = Event
panel-audit-verify = Check that nothing is missing
panel-audit-whole = { $lines-form ->
    [one] Whole: one line.
   *[other] Whole: { $lines } lines.
}
# $line (Number): the number of a line.
panel-audit-broken = Line { $line } was altered, or its neighbour is missing.
# $line (Number): the number of a line.
panel-audit-part = Whole, down to line { $line }.
panel-audit-older = Check the older lines
panel-audit-export = Export as JSON lines

## Administrators

panel-administrators-title = Administrators
panel-administrators-lead = People who sign in here. Each needs a password and an authenticator app.
panel-role = Role
panel-role-operator = Operator
panel-role-operator-help = Everything, for all domains.
panel-role-domain = Domain administrator
panel-role-domain-help = Policies and help for the mailboxes of some domains.
panel-role-reader = Reader
panel-role-reader-help = May look and change nothing.
panel-role-domains = Domains, one in each line
panel-role-domains-help = Needed for a domain administrator; for a reader, none means all.
panel-state-active = Active
panel-state-invited = Invited
panel-state-expired = Invitation ended
panel-state-suspended = Suspended
panel-last-signed-in = Last signed in
panel-add = Add an administrator
panel-add-name-help = Small letters, digits, dot, hyphen, underscore and @.
panel-invitation = Set-up code
# $name (Text) $address (Text)
panel-invitation-help = Give this to { $name }, on a safe way. It is typed at { $address }.
panel-administrator-role = Change the role
panel-administrator-reset = Invite again
panel-administrator-reset-help = For whoever has lost the password or the phone. What they had is no good any more, and their sessions end.
panel-administrator-remove = Remove
panel-administrator-remove-help = Their sessions end at once.
panel-administrator-removed = The administrator was removed.
panel-administrator-saved = The role was changed.

## API tokens

panel-tokens-title = API tokens
panel-tokens-lead = Programs, such as a hosting control panel, use the API with a token.
panel-token-name = What it is for
panel-token-rights = What it may do
panel-token-read = See policies, mailboxes and the audit
panel-token-policy = Set policies
panel-token-reset = Help mailboxes
panel-token-operate = Give rights to others
panel-token-domains = Only for these domains, one in each line
panel-token-lifetime = Good for
panel-token-ends = Ends
panel-token-make = Make a token
panel-token-revoke = Revoke
panel-token-revoked = The token was revoked.
panel-token-made = New token

## Your account

panel-account-title = Your account
panel-account-password = Change the password
panel-account-password-old = Present password
panel-account-password-wrong = The present password or the code is wrong.
panel-account-password-done = The password was changed. All other sessions have ended.
panel-account-others = Sign out all other browsers
panel-account-others-done = All other sessions have ended.

## Overview

panel-warnings = Look at this
panel-warnings-none = Nothing needs your attention.
panel-warning-aliases = Other names of mailboxes are not resolved, so that a second name could escape a stricter policy.
panel-warning-census = Mailboxes could not be counted. The numbers below are older.
panel-warning-certificate = The certificate ends { $at }.
panel-warning-certificate-unreadable = The certificate cannot be read.
panel-warning-configuration = The changed configuration has a mistake. The one before is in force.
panel-warning-keys = The keys should be renewed.
panel-warning-mail = Mails to people wait since { $at }.
panel-warning-policy = The changed policy file has a mistake. The one before is in force.
panel-warning-sms = Few of the codes come back that are sent by text message. Somebody may be sending them for money.
panel-not-counted = The mailboxes have not been counted yet. Look again in a minute.
panel-adoption = Adoption
# $enrolled (Number) $seen (Number) $percent (Number)
panel-adoption-now = { $enrolled } of { $seen } mailboxes have a second factor: { $percent } %.
panel-adoption-days = Mailboxes with a second factor, in percent, day by day
panel-adoption-early = After two days there is a picture here.
panel-as-table = As a table
panel-day = Day
panel-percent = Percent
panel-largest = Largest domains
panel-least = Required, and furthest from it
panel-least-none = In every required domain, everybody has a second factor.
panel-factors-used = What people have
panel-factor-app = Authenticator app
panel-factor-sms = Text messages
panel-factor-recovery = Recovery codes left
panel-signed-in = Signed in lately
panel-last-days = { $days-form ->
    [one] The last day
   *[other] The last { $days } days
}
panel-count-signed-in = Signed in with a second factor
panel-count-trusted = Signed in in a trusted browser
panel-count-password = Signed in with a password alone
panel-count-refused = Wrong passwords
panel-count-codes = Wrong codes
panel-count-suspended = Suspended
panel-count-enrolled = Set up
panel-count-unenrolled = Turned off
panel-sms = Text messages
panel-sms-used = Sent today
panel-sms-verified = Codes that came back
panel-sms-over = Not sent: over the budget
panel-sms-failed = Not sent: the provider refused
panel-suspended = Suspended mailboxes
panel-suspended-since = Since

## When something is wrong

panel-error-forbidden = Not for you
panel-error-forbidden-help = Your role does not permit this.
panel-error-not-found = Nothing is here
panel-error-not-found-help = There is no such page, or it is no longer there.
panel-error-store = The store does not answer
panel-error-store-help = Nothing can be read or saved right now. Try again in a moment.
panel-error-failed = That did not work
panel-error-failed-help = The log of the server says more.
panel-error-form = The page was too old
panel-error-form-help = Go back, load the page again, and repeat what you did.
panel-error-login = Your session has ended
