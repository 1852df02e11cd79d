# The portal's pages, in English. English is the reference: every other language has the same
# messages, and a message that is missing elsewhere is shown from here.

## Everywhere

settings-entry = Multi-Factor Authentication
authenticator-app = Authenticator app
text-message = Text message (SMS)
signed-in-as = Signed in as
signing-in-as = Signing in as
back-to-mailbox = Back to your mailbox
back = Back
continue = Continue
copy = Copy
copied = Copied
sign-out = Sign out
cancel = Cancel
request-id = Reference for support
# Which step of a set-up this is.
step = Step { $step } of { $of }

## The code field

code-label = Six-digit code
code-label-recovery = Recovery code
code-label-setup = Set-up code
code-malformed = A code has six digits. Please check what you typed.
code-malformed-recovery = That does not look like a recovery code. Please check what you typed.
code-wrong = That code is not right. Use the one that your app shows now for this mailbox.
code-wrong-sms = That code is not right. Use the one in the newest text message.
code-wrong-recovery = That is none of your recovery codes. Please check what you typed.
code-wrong-setup = That set-up code is not right. Please check what you typed.
code-wrong-any = That code is not right. Use the one that your app shows now, or the one in the newest text message.
code-used = That code was used already. Wait until your app shows the next one, then type it.
code-used-sms = That code was used already. Please ask for a new one.
code-used-recovery = That recovery code was used already; each works once. Take another one from your list.
code-expired = That code is no longer valid. Please ask for a new one.
code-expired-setup = That set-up code is no longer valid. Please ask your administrator for a new one.
code-wait = Too many wrong codes.
code-suspended = Too many wrong codes. Codes are no longer accepted for this mailbox. Please ask your administrator for help.
code-suspended-others = Too many wrong codes, so this way is closed. Use another way, or ask your administrator for help.
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
# $hours (Number): how long to wait, two hours or more.
wait-hours = { $hours ->
    [one] Please wait one hour, then try again.
   *[other] Please wait { $hours } hours, then try again.
}
# Stands before a clock that counts down, like 0:25.
wait-remaining = You can try again in
wait-over = You can try again now.

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
message-untrusted-network = This cannot be set up from here
message-untrusted-network-help = For your safety, Multi-Factor Authentication is set up for the first time from your organisation’s own network. Connect to it, for example at work or through its VPN, then try again.
message-too-many = Too many wrong passwords
message-too-many-help = Too many wrong passwords were tried for this mailbox or from your network. In a browser where you have signed in before, you can still sign in.

## Text messages

# One text message has room for 160 characters, and only those of the GSM alphabet: no ’ or “.
# $code (Text): the code. $host (Text): the webmail's host name.
sms-code = { $code } is your code for { $host }. Never share it.
# Instead of it where the host name is too long.
sms-code-short = { $code } is your code.
