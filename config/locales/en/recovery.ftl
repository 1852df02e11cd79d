# Recovery codes.

recovery-title = Save your recovery codes
recovery-lead = If you lose your phone, one of these codes opens your mailbox instead. Each works once. They are shown only now.
recovery-lead-replaced = These codes replace your earlier ones, which no longer work. Each works once. They are shown only now.
recovery-codes = Recovery codes
recovery-keep = Keep them where you find them without your phone: on paper, or in a password manager.
recovery-download = Download
recovery-print = Print
recovery-saved = I have saved these codes

## In the settings

# $left, $total (Number): how many codes are left of how many.
recovery-left = { $left ->
    [0] None of your { $total } codes is left.
    [one] One of your { $total } codes is left.
   *[other] { $left } of your { $total } codes are left.
}
recovery-warn = Make new ones before you need them.
recovery-none = You have none yet. If you lose your phone, a recovery code opens your mailbox.
recovery-made = Made
recovery-make = Make recovery codes
recovery-regenerate = Make new codes
recovery-regenerate-help = The codes that you have now stop working.
