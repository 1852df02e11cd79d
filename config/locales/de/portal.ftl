# Die Seiten des Portals auf Deutsch.

## Überall

settings-entry = Multi-Faktor-Authentifizierung
authenticator-app = Authenticator-App
signed-in-as = Angemeldet als
signing-in-as = Anmeldung als
back-to-mailbox = Zurück zum Postfach
sign-out = Abmelden
cancel = Abbrechen
request-id = Kennung für den Support

## Das Codefeld

code-label = Sechsstelliger Code
code-malformed = Ein Code besteht aus sechs Ziffern. Bitte prüfen Sie Ihre Eingabe.
code-wrong = Dieser Code stimmt nicht. Verwenden Sie den Code, den Ihre App jetzt für dieses Postfach anzeigt.
code-used = Dieser Code wurde bereits verwendet. Warten Sie, bis Ihre App den nächsten anzeigt, und geben Sie diesen ein.
code-wait = Zu viele falsche Codes.
code-suspended = Zu viele falsche Codes. Für dieses Postfach werden keine Codes mehr angenommen. Bitte wenden Sie sich an Ihre Administration.
code-offer-expired = Die Einrichtung hat zu lange gedauert, deshalb wurde der Schlüssel ersetzt. Bitte scannen Sie das neue Bild und geben Sie den Code dazu ein.

# $seconds (Number): Wartezeit, weniger als 90.
wait-seconds = { $seconds ->
    [one] Bitte warten Sie eine Sekunde und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $seconds } Sekunden und versuchen Sie es dann noch einmal.
}
# $minutes (Number): Wartezeit, zwei Minuten oder mehr.
wait-minutes = { $minutes ->
    [one] Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $minutes } Minuten und versuchen Sie es dann noch einmal.
}
# Steht vor einer Uhr, die herunterzählt, etwa 0:25.
wait-remaining = Nächster Versuch möglich in
wait-over = Sie können es jetzt noch einmal versuchen.

## Anmeldung: der zweite Schritt

challenge-title = Code eingeben
challenge-lead = Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie für dieses Postfach anzeigt.
challenge-submit = Weiter
challenge-lost = Kein Zugriff auf Ihr Telefon?
challenge-lost-help = Bitten Sie Ihre Mail-Administration, die Multi-Faktor-Authentifizierung für Ihr Postfach zurückzusetzen. Danach können Sie sie auf einem anderen Telefon neu einrichten.
challenge-other = Mit anderem Konto anmelden

## Einen Authenticator einrichten

enroll-title = Multi-Faktor-Authentifizierung einrichten
enroll-lead = Damit öffnet das Passwort allein Ihr Postfach nicht mehr. Zur Anmeldung gehört dann auch ein Code von Ihrem Telefon.
enroll-lead-forced = Ihre Organisation verlangt bei der Anmeldung einen zweiten Schritt, damit ein gestohlenes Passwort allein Ihr Postfach nicht öffnet. Das dauert etwa zwei Minuten, danach öffnet sich Ihr Postfach.
enroll-app = Authenticator-App bereithalten
enroll-app-help = Installieren Sie eine auf Ihrem Telefon, falls Sie noch keine haben. Jede App für sechsstellige Codes ist geeignet, zum Beispiel 2FAS, Aegis, Google Authenticator oder Microsoft Authenticator.
enroll-scan = Postfach zur App hinzufügen
enroll-scan-help = Wählen Sie in der App, dass Sie ein Konto hinzufügen möchten, und scannen Sie dieses Bild.
enroll-qr = QR-Code mit dem Schlüssel für Ihre Authenticator-App
enroll-open = In der App auf diesem Gerät öffnen
enroll-key = Scannen nicht möglich? Geben Sie stattdessen diesen Schlüssel ein:
enroll-copy = Kopieren
enroll-copied = Kopiert
enroll-code = Code eingeben
enroll-code-help = Die App zeigt nun alle 30 Sekunden einen neuen Code an. Geben Sie den aktuellen ein.
enroll-submit = Einschalten

## Einstellungen, Sicherheit

security-title = Sicherheit
security-on = Ein
security-off = Aus
security-off-help = Ihr Postfach öffnet sich mit dem Passwort allein. Fügen Sie einen zweiten Schritt hinzu, damit ein gestohlenes Passwort nicht ausreicht.
security-turn-on = Einschalten
security-authenticators = Ihre Authenticatoren
security-added = Hinzugefügt
security-last-used = Zuletzt verwendet
security-never-used = Noch nicht verwendet
security-turn-off = Ausschalten
security-turn-off-help = Danach öffnet sich Ihr Postfach wieder mit dem Passwort allein. Geben Sie zur Bestätigung einen Code aus Ihrer Authenticator-App ein.
security-required = Ihre Organisation verlangt die Multi-Faktor-Authentifizierung. Sie kann deshalb hier nicht ausgeschaltet werden.
security-turned-on = Die Multi-Faktor-Authentifizierung ist eingeschaltet. Ab jetzt gehört zur Anmeldung ein Code aus Ihrer App.
security-turned-off = Die Multi-Faktor-Authentifizierung ist ausgeschaltet. Ihr Postfach öffnet sich jetzt mit dem Passwort allein.

## Ganzseitige Meldungen

action-sign-in = Neu anmelden
action-retry = Noch einmal versuchen

message-bad-request = Diese Anfrage war nicht lesbar
message-bad-request-help = Etwas daran war anders als erwartet. Gehen Sie zurück zu Ihrem Postfach und versuchen Sie es noch einmal.
message-forbidden = Das ist hier nicht erlaubt
message-forbidden-help = Dieser Teil des Webmailers ist gesperrt. Ihre Administration kann Ihnen mehr dazu sagen.
message-not-found = Diese Seite gibt es nicht
message-not-found-help = Vielleicht enthält die Adresse einen Tippfehler, oder die Seite ist umgezogen.
message-misdirected = Diese Adresse gehört nicht zu diesem Server
message-misdirected-help = Bitte prüfen Sie die Adresse, oder verwenden Sie die, die Ihre Administration Ihnen genannt hat.
message-method = So lässt sich diese Adresse nicht aufrufen
message-method-help = Die Seite unterstützt diese Art des Aufrufs nicht. Gehen Sie zurück zu Ihrem Postfach und versuchen Sie es noch einmal.
message-too-large = Das war zu groß
message-too-large-help = Sie haben mehr gesendet, als dieser Server annimmt. Versuchen Sie es mit weniger, zum Beispiel mit einem kleineren Anhang.
message-sign-in-refused = Diese Adresse war nicht lesbar
message-sign-in-refused-help = Bitte prüfen Sie die eingegebene E-Mail-Adresse oder den Benutzernamen und melden Sie sich noch einmal an.
message-cross-site = Diese Anmeldung kam von einer anderen Website
message-cross-site-help = Zu Ihrer Sicherheit wurde sie angehalten. Bitte öffnen Sie die Seite Ihres Webmailers selbst und melden Sie sich dort an.
message-session-ended = Sie wurden abgemeldet
message-session-ended-help = Ihre Sitzung ist beendet. Melden Sie sich neu an, um fortzufahren.
message-unknown-mailbox = Das Postfach ließ sich nicht feststellen
message-unknown-mailbox-help = Der Webmailer hat Ihr Passwort angenommen, aber nicht mitgeteilt, welches Postfach er geöffnet hat. Deshalb bleibt es geschlossen. Bitte melden Sie sich neu an und wenden Sie sich an Ihre Administration, falls das öfter vorkommt.
message-internal = Bei uns ist etwas schiefgegangen
message-internal-help = Es liegt nicht an Ihnen. Bitte versuchen Sie es gleich noch einmal.
message-bad-gateway = Die Antwort des Webmailers war nicht verwendbar
message-bad-gateway-help = Bitte versuchen Sie es gleich noch einmal. Falls es wieder geschieht, sagen Sie Ihrer Administration Bescheid.
message-unavailable = Der Webmailer ist gerade nicht erreichbar
message-unavailable-help = Ihre E-Mails sind sicher. Bitte versuchen Sie es in einigen Minuten noch einmal.
message-timeout = Der Webmailer braucht zu lange
message-timeout-help = Er hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es gleich noch einmal.
message-store = Codes können gerade nicht geprüft werden
message-store-help = Bis dahin öffnet sich kein Postfach; so bleibt auch Ihres geschützt. Bitte versuchen Sie es in einigen Minuten noch einmal.
message-too-many = Das war zu schnell
message-too-many-help = Aus Ihrem Netzwerk kamen in kurzer Zeit zu viele Anfragen.
