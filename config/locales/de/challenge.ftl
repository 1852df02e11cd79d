# Anmeldung: der zweite Schritt.

challenge-title = Code eingeben
challenge-title-recovery = Wiederherstellungscode eingeben
challenge-lead = Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie für dieses Postfach anzeigt.
challenge-lead-recovery = Geben Sie einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Jeder gilt nur einmal.
# $days (Number): wie lange einem Browser vertraut wird.
challenge-trust = { $days ->
    [one] Auf diesem Gerät einen Tag lang nicht mehr fragen
   *[other] Auf diesem Gerät { $days } Tage lang nicht mehr fragen
}
challenge-trust-help = Nur auf einem Gerät, das niemand sonst benutzt.
challenge-ways = Ein anderer Weg
way-app = Authenticator-App verwenden
# $number (Text): eine verdeckte Nummer wie +49 ••• ••• 67.
way-sms = SMS an { $number } senden
way-recovery = Wiederherstellungscode verwenden
challenge-lost = Kein Zugriff auf Ihr Telefon?
challenge-lost-order = Versuchen Sie es in dieser Reihenfolge:
challenge-lost-recovery = Verwenden Sie einen der Wiederherstellungscodes, die Sie bei der Einrichtung gespeichert haben.
challenge-lost-another = Verwenden Sie einen anderen Authenticator, den Sie eingerichtet haben.
challenge-lost-help = Bitten Sie Ihre Mail-Administration, die Multi-Faktor-Authentifizierung für Ihr Postfach zurückzusetzen. Danach können Sie sie auf einem anderen Telefon neu einrichten.
challenge-other = Mit anderem Konto anmelden

## Codes per SMS

# $number (Text): eine verdeckte Nummer wie +49 ••• ••• 67.
sms-not-sent = Wir können einen Code an { $number } senden.
sms-sent = Wir haben einen Code an { $number } gesendet. Es kann einen Moment dauern, bis er ankommt.
sms-already-sent = Wir haben gerade erst einen Code an { $number } gesendet; er gilt noch.
sms-could-not-send = Die SMS an { $number } konnte nicht gesendet werden. Bitte versuchen Sie es gleich noch einmal.
sms-send = Code senden
sms-resend = Noch einmal senden
# Steht vor einer Uhr, die herunterzählt, etwa 0:25.
sms-resend-remaining = Erneutes Senden möglich in
challenge-last-messages = Ihre Organisation verzichtet künftig auf SMS. Bitte richten Sie eine Authenticator-App ein, sobald Sie angemeldet sind oder dazu aufgefordert werden.
challenge-no-messages = An Ihre Mobilnummer werden keine Codes mehr gesendet. Melden Sie sich mit einem Wiederherstellungscode an oder bitten Sie Ihre Administration um Hilfe; richten Sie danach eine Authenticator-App ein.
