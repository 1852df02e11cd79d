# Einstellungen, Sicherheit.

security-title = Sicherheit
security-on = Ein
security-off = Aus
security-off-help = Ihr Postfach öffnet sich mit dem Passwort allein. Fügen Sie einen zweiten Schritt hinzu, damit ein gestohlenes Passwort nicht ausreicht.
security-turn-on = Einschalten
security-authenticators = Ihre Authenticatoren
security-added = Hinzugefügt
security-last-used = Zuletzt verwendet
security-never-used = Noch nicht verwendet
security-preferred = Zuerst gefragt
security-add = Weiteren Authenticator hinzufügen
security-rename = Umbenennen
security-name = Neuer Name
security-prefer = Zuerst fragen
security-prefer-help = Bei der Anmeldung wird dann zuerst nach diesem gefragt.
security-replace = Ersetzen
security-replace-help = Als Nächstes richten Sie einen neuen ein. Dieser gilt, bis der neue gilt.
security-change-number = Nummer ändern
security-change-number-help = Als Nächstes bestätigen Sie die neue Nummer. Bis dahin gilt diese.
security-remove = Entfernen
security-remove-help = Seine Codes werden danach nicht mehr angenommen.
security-turn-off = Ausschalten
security-turn-off-help = Danach öffnet sich Ihr Postfach wieder mit dem Passwort allein.
security-required = Ihre Organisation verlangt die Multi-Faktor-Authentifizierung. Sie kann deshalb hier nicht ausgeschaltet werden.
security-required-last = Ihre Organisation verlangt die Multi-Faktor-Authentifizierung. Sie kann hier nicht ausgeschaltet werden, und Ihr einziger Authenticator lässt sich nicht entfernen, nur ersetzen.

## Eine Änderung bestätigen

confirm-app = Geben Sie zur Bestätigung einen Code aus Ihrer Authenticator-App ein.
confirm-sms = Lassen Sie sich zur Bestätigung einen Code senden, und geben Sie ihn ein.
confirm-either = Geben Sie zur Bestätigung einen Code aus Ihrer Authenticator-App ein, oder lassen Sie sich einen senden.
# $number (Text): eine verdeckte Nummer wie +49 ••• ••• 67.
confirm-send = Code an { $number } senden

## Vertraute Browser

trusted-title = Vertraute Browser
trusted-help = In diesen Browsern genügt bei der Anmeldung das Passwort.
trusted-none = Es gibt keine. Wenn Sie bei der Anmeldung einen Code eingeben, können Sie wählen, dass auf diesem Gerät nicht mehr gefragt wird.
trusted-this = Dieser Browser
trusted-first = Zuerst verwendet
trusted-until = Vertraut bis
trusted-revoke = Nicht mehr vertrauen
trusted-revoke-all = Keinem mehr vertrauen

## Letzte Aktivitäten

activity-title = Letzte Aktivitäten
activity-when = Wann
activity-what = Was
activity-where = Wo
activity-none = Bisher ist nichts geschehen.
activity-succeeded = Gelungen
activity-refused = Abgelehnt
activity-signed-in = Anmeldung
activity-code = Code bei der Anmeldung
activity-trusted-sign-in = Anmeldung in einem vertrauten Browser
activity-factor-added = Authenticator hinzugefügt
activity-factor-removed = Authenticator entfernt
activity-factor-renamed = Authenticator umbenannt
activity-factor-replaced = Authenticator ersetzt
activity-factor-preferred = Zuerst gefragten Authenticator gewählt
activity-number-changed = Mobilnummer geändert
activity-recovery-used = Wiederherstellungscode verwendet
activity-recovery-made = Wiederherstellungscodes erstellt
activity-browser-trusted = Browser vertraut
activity-browser-revoked = Browser nicht mehr vertraut
activity-turned-off = Multi-Faktor-Authentifizierung ausgeschaltet
activity-admin-reset = Von der Administration zurückgesetzt
activity-signed-out = Abmeldung
activity-signed-out-everywhere = Überall abgemeldet
sign-out-everywhere = Überall abmelden
sign-out-everywhere-help = Beendet jede Sitzung dieses Postfachs, auch diese.

## Was gerade getan wurde

security-turned-on = Die Multi-Faktor-Authentifizierung ist eingeschaltet. Ab jetzt gehört zur Anmeldung auch ein Code.
security-turned-off = Die Multi-Faktor-Authentifizierung ist ausgeschaltet. Ihr Postfach öffnet sich jetzt mit dem Passwort allein.
notice-added = Der Authenticator wurde hinzugefügt.
notice-renamed = Der Authenticator wurde umbenannt.
notice-removed = Der Authenticator wurde entfernt. Seine Codes werden nicht mehr angenommen.
notice-replaced = Der Authenticator wurde ersetzt. Nur die Codes des neuen werden angenommen.
notice-number-changed = Ihre Mobilnummer wurde geändert.
notice-preferred = Bei der Anmeldung wird jetzt zuerst nach diesem Authenticator gefragt.
notice-recovery-made = Sie haben neue Wiederherstellungscodes. Frühere gelten nicht mehr.
notice-browser-revoked = Diesem Browser wird nicht mehr vertraut.
notice-browsers-revoked = Keinem Browser wird mehr vertraut.
security-given-up = Ihre Organisation verzichtet künftig auf SMS. Bitte fügen Sie eine Authenticator-App hinzu; nach Ihrer Nummer wird dann nicht mehr gefragt.
