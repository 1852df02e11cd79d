# Setting up an authenticator.

## Choosing the way

choose-title = Choose how to be verified
choose-lead = After your password, signing in takes a code. Choose where it comes from.
choose-lead-forced = Your organisation requires a second step at sign-in, so that a stolen password alone cannot open your mailbox. Choose where its code comes from.
choose-app-help = An app on your phone shows a new code every 30 seconds. It works without a signal.
choose-recommended = Recommended
choose-sms-help = We send a code to your mobile phone at each sign-in. Less safe than an app.
choose-none = There is no way that can be set up right now. Please ask your administrator for help.
# $moment (Text): a day and a time.
choose-grace = You have until { $moment } to set it up. Until then your mailbox opens without a code.
choose-later = Later

## An authenticator app

enroll-title = Set up your authenticator app
enroll-lead = With it, a password alone no longer opens your mailbox. Signing in also takes a code from your phone.
enroll-lead-forced = Your organisation requires a second step at sign-in, so that a stolen password alone cannot open your mailbox. It takes about two minutes; then your mailbox opens.
enroll-app = Get an authenticator app
enroll-app-help = Install one on your phone if you have none yet. Any app for six-digit codes will do, for example 2FAS, Aegis, Google Authenticator or Microsoft Authenticator.
enroll-scan = Add this mailbox to the app
enroll-scan-help = In the app, choose to add an account and scan this picture.
enroll-qr = QR code with the set-up key for your authenticator app
enroll-open = Open in the app on this device
enroll-key = Cannot scan? Type this key instead:
enroll-code = Type the code
enroll-code-help = The app now shows a new code every 30 seconds. Type the current one.
enroll-submit = Turn on

## Text messages

number-title = Your mobile number
number-lead = We send a text message with a code to this number, now and at each sign-in.
# $number (Text): a masked number such as +49 ••• ••• 67.
number-replaces = The number { $number } stays valid until the new one is confirmed.
number-restricted = Text messages are less safe than an app: others may be able to read or redirect them, and they need a signal.
number-use-app = Use an authenticator app instead
number-country = Country
number-national = Mobile number
number-national-help = Without the country code. Spaces are fine.
number-invalid = This is not a mobile number of this country. Please check the country and the number.
number-country-not-allowed = Your organisation does not send text messages to this country. Please choose another number.
number-refused = We cannot send codes to a number of this kind. Please use an ordinary mobile number.
number-too-many = Too many text messages were asked for.
number-cannot-send = The text message could not be sent. Please try again in a moment.
confirm-title = Enter the code from the text message
confirm-submit = Confirm
confirm-change = Change the number

## The set-up code

guard-title = A set-up code is needed
guard-lead = So that nobody else can do it with your password, setting up Multi-Factor Authentication for the first time takes a set-up code. Ask your administrator for a set-up code, then type it here.
