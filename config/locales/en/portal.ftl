# The portal's pages, in English. English is the reference: every other language has the same
# messages, and a message that is missing elsewhere is shown from here.

## Everywhere

settings-entry = Multi-Factor Authentication
authenticator-app = Authenticator app
signed-in-as = Signed in as
signing-in-as = Signing in as
back-to-mailbox = Back to your mailbox
sign-out = Sign out
cancel = Cancel
request-id = Reference for support

## The code field

code-label = Six-digit code
code-malformed = A code has six digits. Please check what you typed.
code-wrong = That code is not right. Use the one that your app shows now for this mailbox.
code-used = That code was used already. Wait until your app shows the next one, then type it.
code-wait = Too many wrong codes.
code-suspended = Too many wrong codes. Codes are no longer accepted for this mailbox. Please ask your administrator for help.
code-offer-expired = The set-up took too long, so the key was replaced. Please scan the new picture, then type the code for it.

# $seconds (Number): how long to wait, less than 90.
wait-seconds = { $seconds ->
    [one] Please wait one second, then try again.
   *[other] Please wait { $seconds } seconds, then try again.
}
# $minutes (Number): how long to wait, two minutes or more.
wait-minutes = { $minutes ->
    [one] Please wait one minute, then try again.
   *[other] Please wait { $minutes } minutes, then try again.
}
# Stands before a clock that counts down, like 0:25.
wait-remaining = You can try again in
wait-over = You can try again now.

## Sign-in: the second step

challenge-title = Enter your code
challenge-lead = Open your authenticator app and type the code it shows for this mailbox.
challenge-submit = Continue
challenge-lost = Lost your phone?
challenge-lost-help = Ask your mail administrator to reset Multi-Factor Authentication for your mailbox. You can then set it up again on another phone.
challenge-other = Sign in as someone else

## Setting up an authenticator

enroll-title = Set up Multi-Factor Authentication
enroll-lead = With it, a password alone no longer opens your mailbox. Signing in also takes a code from your phone.
enroll-lead-forced = Your organisation requires a second step at sign-in, so that a stolen password alone cannot open your mailbox. It takes about two minutes; then your mailbox opens.
enroll-app = Get an authenticator app
enroll-app-help = Install one on your phone if you have none yet. Any app for six-digit codes will do, for example 2FAS, Aegis, Google Authenticator or Microsoft Authenticator.
enroll-scan = Add this mailbox to the app
enroll-scan-help = In the app, choose to add an account and scan this picture.
enroll-qr = QR code with the set-up key for your authenticator app
enroll-open = Open in the app on this device
enroll-key = Cannot scan? Type this key instead:
enroll-copy = Copy
enroll-copied = Copied
enroll-code = Type the code
enroll-code-help = The app now shows a new code every 30 seconds. Type the current one.
enroll-submit = Turn on

## Settings, Security

security-title = Security
security-on = On
security-off = Off
security-off-help = Your mailbox opens with your password alone. Add a second step, so that a stolen password is not enough.
security-turn-on = Turn on
security-authenticators = Your authenticators
security-added = Added
security-last-used = Last used
security-never-used = Not used yet
security-turn-off = Turn off
security-turn-off-help = Afterwards your mailbox opens with your password alone. To confirm, type a code from your authenticator app.
security-required = Your organisation requires Multi-Factor Authentication, so it cannot be turned off here.
security-turned-on = Multi-Factor Authentication is on. From now on, signing in takes a code from your app.
security-turned-off = Multi-Factor Authentication is off. Your mailbox now opens with your password alone.

## Full-page messages

action-sign-in = Sign in again
action-retry = Try again

message-bad-request = That request could not be read
message-bad-request-help = Something in it was not as expected. Go back to your mailbox and try once more.
message-forbidden = This is not allowed here
message-forbidden-help = This part of the webmail is closed. Your administrator can tell you more.
message-not-found = There is no such page
message-not-found-help = The address may have been mistyped, or the page has moved.
message-misdirected = This address is not served here
message-misdirected-help = Please check the address, or use the one that your administrator gave you.
message-method = This address does not work that way
message-method-help = The page was called in a way that it does not support. Go back to your mailbox and try once more.
message-too-large = That was too large
message-too-large-help = What you sent is larger than this server accepts. Try again with less, for example a smaller attachment.
message-sign-in-refused = We could not read that address
message-sign-in-refused-help = Please check the mail address or user name that you typed, then sign in again.
message-cross-site = This sign-in came from another site
message-cross-site-help = For your safety it was stopped. Please open your webmail’s own page and sign in there.
message-session-ended = You have been signed out
message-session-ended-help = Your session has ended. Sign in again to go on.
message-unknown-mailbox = We could not tell whose mailbox this is
message-unknown-mailbox-help = The webmail accepted your password but did not say which mailbox it opened, so it stays closed. Please sign in again, and ask your administrator if this keeps happening.
message-internal = Something went wrong on our side
message-internal-help = It is not your fault. Please try again in a moment.
message-bad-gateway = The webmail’s answer could not be used
message-bad-gateway-help = Please try again in a moment. If it happens again, tell your administrator.
message-unavailable = The webmail is not available right now
message-unavailable-help = Your mail is safe. Please try again in a few minutes.
message-timeout = The webmail is taking too long
message-timeout-help = It did not answer in time. Please try again in a moment.
message-store = Codes cannot be checked right now
message-store-help = Until they can be, no mailbox opens; this keeps yours safe. Please try again in a few minutes.
message-too-many = That was too fast
message-too-many-help = Too many requests came from your network in a short time.
