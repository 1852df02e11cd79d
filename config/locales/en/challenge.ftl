# Sign-in: the second step.

challenge-title = Enter your code
challenge-title-recovery = Enter a recovery code
challenge-lead = Open your authenticator app and type the code it shows for this mailbox.
challenge-lead-recovery = Type one of the recovery codes that you saved. Each works once.
# $days (Number): for how long a browser is trusted.
challenge-trust = { $days ->
    [one] Do not ask again on this device for one day
   *[other] Do not ask again on this device for { $days } days
}
challenge-trust-help = Only on a device that nobody else uses.
challenge-ways = Another way
way-app = Use your authenticator app
# $number (Text): a masked number such as +49 ••• ••• 67.
way-sms = Send a text message to { $number }
way-recovery = Use a recovery code
challenge-lost = Lost your phone?
challenge-lost-order = Try these, in this order:
challenge-lost-recovery = Use one of the recovery codes that you saved when you set this up.
challenge-lost-another = Use another authenticator that you set up.
challenge-lost-help = Ask your mail administrator to reset Multi-Factor Authentication for your mailbox. You can then set it up again on another phone.
challenge-other = Sign in as someone else

## Codes in text messages

# $number (Text): a masked number such as +49 ••• ••• 67.
sms-not-sent = We can send a code to { $number }.
sms-sent = We sent a code to { $number }. It may take a moment to arrive.
sms-already-sent = We sent a code to { $number } a moment ago, and it is still valid.
sms-could-not-send = The text message to { $number } could not be sent. Please try again in a moment.
sms-send = Send a code
sms-resend = Send it again
# Stands before a clock that counts down, like 0:25.
sms-resend-remaining = You can have it sent again in
challenge-last-messages = Your organisation is giving up text messages. Please set up an authenticator app as soon as you are signed in, or when you are asked to.
challenge-no-messages = Codes are no longer sent to your mobile number. Sign in with a recovery code, or ask your administrator for help; then set up an authenticator app.
