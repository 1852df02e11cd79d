# Mails that tell a mailbox of a change. They hold no secret and no link.

mail-factor-added = An authenticator was added
# $name (Text): what the authenticator is called.
mail-factor-added-text = The authenticator “{ $name }” was added to your mailbox. Its codes now open it, together with your password.
mail-factor-removed = An authenticator was removed
mail-factor-removed-text = The authenticator “{ $name }” was removed from your mailbox. Its codes are no longer accepted.
mail-factor-replaced = An authenticator was replaced
# $name (Text): what the new authenticator is called.
mail-factor-replaced-text = “{ $name }” now stands in the place of an earlier authenticator of your mailbox. The earlier one’s codes are no longer accepted.
mail-turned-off = Multi-Factor Authentication was turned off
mail-turned-off-text = Your mailbox now opens with the password alone. Authenticators and recovery codes from before no longer count.
mail-number-changed = Your mobile number was changed
# $number (Text): a masked number such as +49 ••• ••• 67.
mail-number-changed-text = Codes for your mailbox are now sent to { $number }.
mail-recovery-used = A recovery code was used
# $left (Number): how many recovery codes are left.
mail-recovery-used-text = { $left ->
    [0] Someone signed in to your mailbox with a recovery code. None is left; please make new ones.
    [one] Someone signed in to your mailbox with a recovery code. One is left; please make new ones soon.
   *[other] Someone signed in to your mailbox with a recovery code. { $left } are left.
}
mail-recovery-made = New recovery codes were made
mail-recovery-made-text = There are new recovery codes for your mailbox. The earlier ones no longer work.
mail-admin-reset = Multi-Factor Authentication was reset
mail-admin-reset-text = Your administrator has reset Multi-Factor Authentication for your mailbox. Authenticators, recovery codes and trusted browsers from before no longer count.
mail-browser-trusted = A browser is now trusted
# $days (Number): for how long.
mail-browser-trusted-text = { $days ->
    [one] For one day, signing in to your mailbox in this browser takes the password alone.
   *[other] For { $days } days, signing in to your mailbox in this browser takes the password alone.
}
# $host (Text): the webmail’s host name.
mail-subject = { $host }: { $title }
mail-mailbox = Mailbox
mail-time = Time
mail-address = Address
mail-browser = Browser
mail-site = Webmail
mail-unknown = not known
mail-not-you = If this was not you: change your password at once, then open Settings → Multi-Factor Authentication in your webmail, sign out everywhere and check your authenticators.
mail-not-you-reset = If you did not ask for this: tell your administrator at once, and change your password.
mail-contact = Your administrator:
mail-footer = You get this message because it concerns the security of your mailbox. No message like this ever asks for a password or a code.
