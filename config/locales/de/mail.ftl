# E-Mails, die ein Postfach über eine Änderung informieren. Sie enthalten kein Geheimnis und keinen Link.

mail-factor-added = Ein Authenticator wurde hinzugefügt
# $name (Text): wie der Authenticator heißt.
mail-factor-added-text = Der Authenticator „{ $name }“ wurde Ihrem Postfach hinzugefügt. Seine Codes öffnen es nun zusammen mit Ihrem Passwort.
mail-factor-removed = Ein Authenticator wurde entfernt
mail-factor-removed-text = Der Authenticator „{ $name }“ wurde von Ihrem Postfach entfernt. Seine Codes werden nicht mehr angenommen.
mail-factor-replaced = Ein Authenticator wurde ersetzt
# $name (Text): wie der neue Authenticator heißt.
mail-factor-replaced-text = „{ $name }“ steht jetzt an der Stelle eines früheren Authenticators Ihres Postfachs. Codes des früheren werden nicht mehr angenommen.
mail-turned-off = Die Multi-Faktor-Authentifizierung wurde ausgeschaltet
mail-turned-off-text = Ihr Postfach lässt sich jetzt allein mit dem Passwort öffnen. Frühere Authenticatoren und Wiederherstellungscodes gelten nicht mehr.
mail-number-changed = Ihre Mobilnummer wurde geändert
# $number (Text): eine verdeckte Nummer wie +49 ••• ••• 67.
mail-number-changed-text = Codes für Ihr Postfach werden jetzt an { $number } gesendet.
mail-recovery-used = Ein Wiederherstellungscode wurde verwendet
# $left (Number): wie viele Wiederherstellungscodes übrig sind.
mail-recovery-used-text = { $left ->
    [0] An Ihrem Postfach hat sich jemand mit einem Wiederherstellungscode angemeldet. Es ist keiner mehr übrig; bitte erstellen Sie neue.
    [one] An Ihrem Postfach hat sich jemand mit einem Wiederherstellungscode angemeldet. Es ist noch einer übrig; bitte erstellen Sie bald neue.
   *[other] An Ihrem Postfach hat sich jemand mit einem Wiederherstellungscode angemeldet. Es sind noch { $left } übrig.
}
mail-recovery-made = Neue Wiederherstellungscodes wurden erstellt
mail-recovery-made-text = Für Ihr Postfach gibt es neue Wiederherstellungscodes. Die bisherigen gelten nicht mehr.
mail-admin-reset = Die Multi-Faktor-Authentifizierung wurde zurückgesetzt
mail-admin-reset-text = Ihre Administration hat die Multi-Faktor-Authentifizierung für Ihr Postfach zurückgesetzt. Bisherige Authenticatoren, Wiederherstellungscodes und vertraute Browser gelten nicht mehr.
mail-browser-trusted = Einem Browser wird jetzt vertraut
# $days (Number): wie lange.
mail-browser-trusted-text = { $days ->
    [one] Einen Tag lang genügt in diesem Browser das Passwort, um sich an Ihrem Postfach anzumelden.
   *[other] { $days } Tage lang genügt in diesem Browser das Passwort, um sich an Ihrem Postfach anzumelden.
}
# $host (Text): der Hostname des Webmailers.
mail-subject = { $host }: { $title }
mail-mailbox = Postfach
mail-time = Zeit
mail-address = Adresse
mail-browser = Browser
mail-site = Webmailer
mail-unknown = nicht bekannt
mail-not-you = Falls Sie das nicht waren: Ändern Sie sofort Ihr Passwort. Öffnen Sie dann in Ihrem Webmailer Einstellungen → Multi-Faktor-Authentifizierung, melden Sie sich überall ab und prüfen Sie Ihre Authenticatoren.
mail-not-you-reset = Falls Sie nicht darum gebeten haben: Sagen Sie sofort Ihrer Administration Bescheid, und ändern Sie Ihr Passwort.
mail-contact = Ihre Administration:
mail-footer = Sie erhalten diese Nachricht, weil sie die Sicherheit Ihres Postfachs betrifft. Keine Nachricht dieser Art fragt je nach einem Passwort oder Code.
