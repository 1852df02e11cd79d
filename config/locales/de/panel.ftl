# The administrator's control panel.

panel-title = Verwaltung
panel-nav = Bereiche der Verwaltung
panel-nav-overview = Übersicht
panel-nav-settings = Einstellungen
panel-nav-mailboxes = Postfächer
panel-nav-audit = Audit-Protokoll
panel-nav-administrators = Administratoren
panel-nav-tokens = API-Tokens
panel-nav-account = Ihr Konto
panel-skip = Zum Inhalt springen
panel-crumbs = Sie sind hier
panel-crumb-webmail = Webmail-Einstellungen
panel-next = Nächste Seite
panel-first = Erste Seite
panel-search = Suchen
panel-save = Speichern
panel-nothing-found = Nichts gefunden.
panel-all-domains = Alle Domains
panel-never = Nie
panel-reason = Grund
panel-reason-help = Er wird in das Audit-Protokoll geschrieben.
panel-own-code = Ihr eigener sechsstelliger Code
panel-own-code-help = Aus Ihrer Authenticator-App. Jeder Code gilt nur einmal: Warten Sie nach der Anmeldung auf den nächsten.
panel-code-shown-once = Dies wird nur jetzt angezeigt und ist nicht mehr abrufbar, wenn Sie diese Seite verlassen.
# $until (Text): a moment.
panel-good-until = Gültig bis { $until }.
panel-go-back = Zurück
panel-shown = Kopieren

## Signing in

panel-sign-in-title = Bei der Verwaltung anmelden
panel-sign-in-name = Name
panel-sign-in-password = Passwort
panel-sign-in-submit = Weiter
panel-sign-in-wrong = Der Name oder das Passwort stimmt nicht.
panel-sign-in-wait = Zu viele Fehlversuche.
panel-sign-in-invited = Ich habe einen Einrichtungscode
panel-code-title = Code eingeben
panel-code-lead = Öffnen Sie Ihre Authenticator-App und geben Sie den sechsstelligen Code ein, den sie jetzt anzeigt.
panel-code-submit = Anmelden
panel-code-suspended = Zu viele falsche Codes. Sie müssen neu eingeladen werden, entweder durch einen anderen Operator oder auf dem Server mit „vestibule admin reset“.
panel-signed-out = Sie sind abgemeldet.

## Setting up

panel-invited-title = Konto einrichten
panel-invited-lead = Geben Sie Ihren Namen und den Einrichtungscode ein, den Sie erhalten haben.
panel-invited-code = Einrichtungscode
panel-invited-wrong = Der Name oder der Einrichtungscode stimmt nicht, oder der Code gilt nicht mehr.
panel-set-up-lead = Wählen Sie ein Passwort und verbinden Sie eine Authenticator-App. Sie brauchen beides bei jeder Anmeldung.
panel-set-up-password = Neues Passwort
panel-set-up-password-help = Mindestens 12 Zeichen. Ein Satz aus mehreren Wörtern ist leicht zu merken und schwer zu erraten.
panel-set-up-again = Neues Passwort wiederholen
panel-set-up-submit = Fertigstellen
panel-password-short = Das Passwort muss mindestens 12 Zeichen haben.
panel-password-long = Das Passwort hat mehr als 256 Zeichen.
panel-password-guessable = Dieses Passwort lässt sich leicht erraten. Verwenden Sie mehr Wörter oder solche, die nicht zusammengehören.
panel-password-different = Die beiden Passwörter stimmen nicht überein.
panel-set-up-code = Der Code passt nicht zu diesem Schlüssel. Geben Sie den ein, den Ihre App jetzt anzeigt.
panel-set-up-over = Der Einrichtungscode wurde bereits verwendet. Bitte lassen Sie sich einen neuen geben.

## Policies of domains

panel-mfa-title = Multi-Faktor-Authentifizierung
panel-mfa-lead = Was bei der Anmeldung am Webmailer verlangt wird, für jede Domain.
panel-mode-required = Erforderlich
panel-mode-optional = Optional
panel-mode-disabled = Deaktiviert
panel-mode-required-help = Alle brauchen einen zweiten Faktor. Wer noch keinen hat, richtet ihn bei der nächsten Anmeldung ein, bevor sich das Postfach öffnet.
panel-mode-optional-help = Alle können die Multi-Faktor-Authentifizierung in ihren Einstellungen einschalten. Wer das getan hat, wird immer nach einem Code gefragt.
panel-mode-disabled-help = Niemand wird nach einem Code gefragt, und die Einrichtung wird nicht angeboten. Was schon eingerichtet ist, bleibt für später erhalten.
panel-default-title = Nicht aufgeführte Domains
panel-default-file = Dies ist in der Konfigurationsdatei festgelegt.
panel-domain = Domain
panel-domains = Domains
panel-policy = Richtlinie
panel-any-policy = Alle Richtlinien
panel-managed = Verwaltet
panel-managed-file = In einer Datei
panel-managed-panel = Hier
panel-find-domain = Domain enthält
panel-open-domain = Domain hinzufügen oder öffnen
panel-open-submit = Öffnen
panel-import = Liste importieren
panel-select = Auswählen
# $domain (Text): a domain.
panel-select-domain = { $domain } auswählen
panel-selected-set = Für die ausgewählten Domains
panel-selected-none = Wählen Sie mindestens eine Domain aus.
panel-continue = Weiter
panel-in-file = Diese Domain wird in der Richtliniendatei des Servers verwaltet und dort geändert.
# $who (Text): an administrator. $at (Text): a moment.
panel-said-by = Festgelegt von { $who }, { $at }.
panel-details = Weitere Einstellungen
panel-as-default = Wie für alle Domains
panel-factors = Was eingerichtet werden kann
panel-factors-app = Nur Authenticator-App
panel-factors-both = Authenticator-App oder SMS
panel-trusted-days = Wie viele Tage einem Browser vertraut werden kann
panel-trusted-days-help = 0: Vertrauen wird nicht angeboten. Höchstens 365.
panel-grace = Frist für die Einrichtung
panel-grace-help = Sie beginnt für jedes Postfach mit der ersten Anmeldung, nachdem dies in Kraft getreten ist.
panel-grace-none = Keine: bei der nächsten Anmeldung
panel-days = { $days-form ->
    [one] Ein Tag
   *[other] { $days } Tage
}
panel-hours = { $hours-form ->
    [one] Eine Stunde
   *[other] { $hours } Stunden
}
panel-guard = Wer den ersten Faktor einrichten darf
panel-guard-none = Wer das Passwort kennt
panel-guard-code = Nur mit einem Code der Administration
panel-guard-network = Nur aus diesen Netzwerken
panel-networks = Netzwerke
panel-networks-help = Eines je Zeile, zum Beispiel 10.0.0.0/8.
panel-live = Wer angemeldet ist, wenn „Erforderlich“ in Kraft tritt
panel-live-next = Bleibt bis zum Ende der Sitzung angemeldet
panel-live-step-up = Wird beim nächsten Klick gefragt
panel-live-sign-out = Wird abgemeldet
panel-countries = Länder für SMS
panel-countries-help = Codes aus zwei Buchstaben, zum Beispiel DE, AT, CH. Leer: wie für alle Domains.
panel-sms-per-day = SMS pro Tag
panel-contact = Kontakt für Hilfe
panel-contact-help = Wird angezeigt, wenn sich jemand nicht anmelden kann.
panel-unset = Aus der Liste entfernen
panel-unset-help = Danach gilt für die Domain dasselbe wie für alle nicht aufgeführten.
panel-its-mailboxes = Postfächer dieser Domain
panel-field-wrong = Bitte korrigieren Sie dieses Feld.

## Before saving

panel-confirm-title = Vor dem Speichern
panel-confirm-required = Ab der nächsten Anmeldung wird ein zweiter Faktor verlangt.
panel-confirm-optional = Ab jetzt entscheiden alle selbst.
panel-confirm-disabled = Ab jetzt öffnet sich jedes Postfach mit dem Passwort allein. Vertraute Browser werden vergessen.
panel-confirm-less = Das verlangt weniger als bisher und braucht deshalb einen Code von Ihnen.
panel-affected = Wer betroffen ist
panel-affected-domains = Domains
panel-affected-seen = Bekannte Postfächer
panel-affected-enrolled = Mit zweitem Faktor
panel-affected-not = Ohne zweiten Faktor
panel-affected-lately = Möglicherweise gerade angemeldet
panel-affected-help = Gezählt werden nur Postfächer, die sich schon einmal über Vestibule angemeldet haben.
panel-affected-must = Für diese Postfächer wird bei der nächsten Anmeldung ein zweiter Faktor eingerichtet, oder innerhalb der Frist, die Sie gewähren.
panel-affected-none = Niemand muss etwas tun.
# $as-of (Text): a moment.
panel-counted = Stand: { $as-of }.
panel-counted-partly = Mindestens: Es sind noch nicht alle gezählt.
panel-do-required = Erforderlich machen
panel-do-optional = Optional machen
panel-do-disabled = Deaktivieren
panel-saved = Gespeichert.
panel-saved-domains = { $count-form ->
    [one] Eine Domain wurde gespeichert.
   *[other] { $count } Domains wurden gespeichert.
}
panel-not-saved = Diese konnten nicht gespeichert werden:
panel-undo = Rückgängig machen
panel-undo-help = Eine Minute lang möglich.
panel-undone = Rückgängig gemacht: Alles ist wie zuvor.
panel-undo-over = Die Minute ist abgelaufen. Bitte ändern Sie es von Hand zurück.
panel-changed = Inzwischen hat jemand anderes dies geändert. Sehen Sie sich den jetzigen Stand an und speichern Sie dann noch einmal.

## Importing

panel-import-title = Liste importieren
panel-import-lead = In jeder Zeile eine Domain, ein Komma und ihre Richtlinie: required, optional oder disabled. Eine Kopfzeile wird übersprungen.
panel-import-list = Liste
panel-import-file = Oder eine Datei (CSV)
panel-import-check = Prüfen
# $line (Number): the number of a line.
panel-import-line = Zeile { $line }
panel-import-empty = Diese Liste enthält keine Domain.
panel-import-domain = Keine Domain.
panel-import-mode = Die Richtlinie muss required, optional oder disabled lauten.
panel-import-twice = Die Domain steht zweimal in der Liste.
panel-import-long = Die Liste hat mehr als 10.000 Zeilen.
panel-import-refused = Es wurde nichts gespeichert. Korrigieren Sie diese Zeilen und prüfen Sie die Liste noch einmal:
panel-import-same = Bereits so
panel-import-new = Neu
panel-import-change = Wird geändert
panel-import-save = Liste speichern
panel-import-running = Die Liste wird gespeichert
# $done (Number) $all (Number)
panel-import-progress = { $done } von { $all } Domains
panel-import-wait = Diese Seite aktualisiert sich von selbst.

## Mailboxes

panel-mailboxes-title = Postfächer
panel-mailboxes-lead = Suchen Sie ein Postfach nach seiner Adresse oder deren Anfang.
panel-mailbox-address = Adresse
panel-mailbox-open = Öffnen
panel-mailbox-factor = Zweiter Faktor
panel-mailbox-seen = Zuletzt gesehen
panel-mailbox-unknown = Dieses Postfach hat sich noch nicht über Vestibule angemeldet.
panel-mailbox-damaged = Der Datensatz dieses Postfachs ist nicht lesbar, deshalb kommt niemand hinein. Beim Zurücksetzen wird ein neuer angelegt.
panel-state = Status
panel-state-on = Ein
panel-state-off = Nicht eingerichtet
panel-asked = Was verlangt wird
# $mode (Text): Required, Optional or Disabled.
panel-asked-domain = { $mode }, durch die Domain
panel-asked-default = { $mode }, wie bei allen nicht aufgeführten Domains
panel-asked-exception = { $mode }, durch eine eigene Ausnahme
panel-authenticators = Authenticatoren
panel-kind-totp = Authenticator-App
panel-kind-sms = SMS
panel-added = Hinzugefügt
panel-last-used = Zuletzt verwendet
panel-recovery-left = Übrige Wiederherstellungscodes
panel-trusted-browsers = Vertraute Browser
panel-failures = Falsche Codes in Folge
panel-failures-suspended = Gesperrt: Die Administration muss entsperren
# $at (Text): a moment.
panel-failures-next = Nächster Versuch: { $at }
panel-recent = Letzte Aktivitäten
panel-help-title = Dieser Person helfen
panel-help-lead = Vergewissern Sie sich, dass Sie mit der richtigen Person sprechen, bevor Sie jemandem Zugang geben.
panel-reset = Zurücksetzen
panel-reset-help = Entfernt alle zweiten Faktoren, Wiederherstellungscodes und vertrauten Browser und beendet alle Sitzungen. Für alle, die ihr Telefon und ihre Wiederherstellungscodes verloren haben.
panel-reset-code = Auch einen Code für die erneute Einrichtung ausgeben
panel-reset-submit = Dieses Postfach zurücksetzen
panel-reset-done = Die zweiten Faktoren wurden entfernt und alle Sitzungen beendet.
panel-reset-nothing = Es gab keinen zweiten Faktor. Alle Sitzungen wurden beendet.
panel-bypass = Einmalig anmelden lassen
panel-bypass-help = Gibt einen Code aus, der innerhalb von 15 Minuten einmal den zweiten Faktor ersetzt. Er wird dort eingegeben, wo sonst ein Wiederherstellungscode steht.
panel-bypass-submit = Code ausgeben
panel-bypass-given = Code für eine einmalige Anmeldung
panel-setup-code = Einrichtungscode
panel-setup-code-help = Gibt einen Code aus, mit dem heute und morgen der erste Faktor eingerichtet werden kann, falls die Domain einen Code dafür verlangt.
panel-setup-code-given = Code für die Einrichtung
panel-unlock = Entsperren
panel-unlock-help = Nach zu vielen falschen Codes können danach wieder Codes eingegeben werden.
panel-unlock-submit = Dieses Postfach entsperren
panel-unlock-done = Es können wieder Codes eingegeben werden.
panel-sign-out = Überall abmelden
panel-sign-out-help = Beendet alle Sitzungen und vergisst alle vertrauten Browser.
panel-sign-out-submit = Überall abmelden
panel-sign-out-done = Alle Sitzungen wurden beendet.
panel-exception = Ausnahme
panel-exception-help = Verlangt von diesem Postfach bis zu einem bestimmten Tag mehr als von seiner Domain. Es gilt die strengere der beiden Richtlinien.
panel-exception-until = Bis
panel-exception-until-help = Der letzte Tag, in UTC.
panel-exception-submit = Ausnahme speichern
panel-exception-end = Ausnahme beenden
panel-exception-done = Die Ausnahme wurde gespeichert.
panel-exception-ended = Die Ausnahme wurde beendet.

## Audit

panel-audit-title = Audit-Protokoll
panel-audit-lead = Alle Änderungen, die neueste zuerst. Jede Zeile ist mit der vorherigen verknüpft, sodass eine fehlende auffällt.
panel-audit-when = Wann
panel-audit-who = Wer
panel-audit-what = Was
panel-audit-whom = Wo
panel-audit-why = Warum
panel-audit-domain = Domain
panel-audit-mailbox = Postfach
panel-audit-event = Ereignis
panel-audit-verify = Vollständigkeit prüfen
panel-audit-whole = { $lines-form ->
    [one] Vollständig: eine Zeile.
   *[other] Vollständig: { $lines } Zeilen.
}
# $line (Number): the number of a line.
panel-audit-broken = Zeile { $line } wurde verändert, oder ihre Nachbarzeile fehlt.
# $line (Number): the number of a line.
panel-audit-part = Vollständig bis hinunter zu Zeile { $line }.
panel-audit-older = Ältere Zeilen prüfen
panel-audit-export = Als JSON-Zeilen exportieren

## Administrators

panel-administrators-title = Administratoren
panel-administrators-lead = Wer sich hier anmelden kann. Dazu gehören immer ein Passwort und eine Authenticator-App.
panel-role = Rolle
panel-role-operator = Operator
panel-role-operator-help = Alles, für alle Domains.
panel-role-domain = Domain-Administrator
panel-role-domain-help = Richtlinien und Hilfe für die Postfächer bestimmter Domains.
panel-role-reader = Nur Lesen
panel-role-reader-help = Darf alles ansehen, aber nichts ändern.
panel-role-domains = Domains, eine je Zeile
panel-role-domains-help = Für Domain-Administratoren erforderlich; bei „Nur Lesen“ bedeutet ein leeres Feld alle.
panel-state-active = Aktiv
panel-state-invited = Eingeladen
panel-state-expired = Einladung abgelaufen
panel-state-suspended = Gesperrt
panel-last-signed-in = Zuletzt angemeldet
panel-add = Administrator hinzufügen
panel-add-name-help = Kleinbuchstaben, Ziffern, Punkt, Bindestrich, Unterstrich und @.
panel-invitation = Einrichtungscode
# $name (Text) $address (Text)
panel-invitation-help = Geben Sie ihn auf einem sicheren Weg an { $name } weiter. Eingegeben wird er unter { $address }.
panel-administrator-role = Rolle ändern
panel-administrator-reset = Neu einladen
panel-administrator-reset-help = Für alle, die ihr Passwort oder ihr Telefon verloren haben. Was sie hatten, gilt nicht mehr, und ihre Sitzungen enden.
panel-administrator-remove = Entfernen
panel-administrator-remove-help = Alle Sitzungen dieses Kontos enden sofort.
panel-administrator-removed = Der Administrator wurde entfernt.
panel-administrator-saved = Die Rolle wurde geändert.

## API tokens

panel-tokens-title = API-Tokens
panel-tokens-lead = Programme, zum Beispiel ein Hosting-Panel, verwenden die API mit einem Token.
panel-token-name = Wofür es ist
panel-token-rights = Was es darf
panel-token-read = Richtlinien, Postfächer und Audit-Protokoll ansehen
panel-token-policy = Richtlinien festlegen
panel-token-reset = Bei Postfächern helfen
panel-token-operate = Anderen Rechte geben
panel-token-domains = Nur für diese Domains, eine je Zeile
panel-token-lifetime = Gültig für
panel-token-ends = Läuft ab
panel-token-make = Token erstellen
panel-token-revoke = Widerrufen
panel-token-revoked = Das Token wurde widerrufen.
panel-token-made = Neues Token

## Your account

panel-account-title = Ihr Konto
panel-account-password = Passwort ändern
panel-account-password-old = Bisheriges Passwort
panel-account-password-wrong = Das bisherige Passwort oder der Code stimmt nicht.
panel-account-password-done = Das Passwort wurde geändert. Alle anderen Sitzungen wurden beendet.
panel-account-others = Alle anderen Browser abmelden
panel-account-others-done = Alle anderen Sitzungen wurden beendet.

## Overview

panel-warnings = Bitte beachten
panel-warnings-none = Nichts erfordert Ihre Aufmerksamkeit.
panel-warning-aliases = Weitere Namen von Postfächern werden nicht aufgelöst, sodass ein zweiter Name eine strengere Richtlinie umgehen könnte.
panel-warning-census = Die Postfächer konnten nicht gezählt werden. Die Zahlen unten sind älter.
panel-warning-certificate = Das Zertifikat läuft am { $at } ab.
panel-warning-certificate-unreadable = Das Zertifikat ist nicht lesbar.
panel-warning-configuration = Die geänderte Konfiguration enthält einen Fehler. Die vorherige gilt weiter.
panel-warning-keys = Die Schlüssel sollten erneuert werden.
panel-warning-mail = E-Mail-Benachrichtigungen warten seit { $at } auf den Versand.
panel-warning-policy = Die geänderte Richtliniendatei enthält einen Fehler. Die vorherige gilt weiter.
panel-warning-sms = Nur wenige der per SMS gesendeten Codes werden auch eingegeben. Möglicherweise löst jemand den Versand aus, um daran zu verdienen.
panel-not-counted = Die Postfächer wurden noch nicht gezählt. Sehen Sie in einer Minute noch einmal nach.
panel-adoption = Verbreitung
# $enrolled (Number) $seen (Number) $percent (Number)
panel-adoption-now = Postfächer mit zweitem Faktor: { $enrolled } von { $seen }, das sind { $percent } %.
panel-adoption-days = Postfächer mit zweitem Faktor, in Prozent, Tag für Tag
panel-adoption-early = Nach zwei Tagen erscheint hier ein Diagramm.
panel-as-table = Als Tabelle
panel-day = Tag
panel-percent = Prozent
panel-largest = Größte Domains
panel-least = Erforderlich, aber am weitesten davon entfernt
panel-least-none = In jeder Domain mit „Erforderlich“ haben alle einen zweiten Faktor.
panel-factors-used = Was eingerichtet ist
panel-factor-app = Authenticator-App
panel-factor-sms = SMS
panel-factor-recovery = Wiederherstellungscodes übrig
panel-signed-in = Kürzlich angemeldet
panel-last-days = { $days-form ->
    [one] Der letzte Tag
   *[other] Die letzten { $days } Tage
}
panel-count-signed-in = Anmeldungen mit zweitem Faktor
panel-count-trusted = Anmeldungen in einem vertrauten Browser
panel-count-password = Anmeldungen mit dem Passwort allein
panel-count-refused = Falsche Passwörter
panel-count-codes = Falsche Codes
panel-count-suspended = Gesperrt
panel-count-enrolled = Eingerichtet
panel-count-unenrolled = Ausgeschaltet
panel-sms = SMS
panel-sms-used = Heute gesendet
panel-sms-verified = Eingegebene Codes
panel-sms-over = Nicht gesendet: Budget ausgeschöpft
panel-sms-failed = Nicht gesendet: vom Anbieter abgelehnt
panel-suspended = Gesperrte Postfächer
panel-suspended-since = Seit

## When something is wrong

panel-error-forbidden = Kein Zugriff
panel-error-forbidden-help = Ihre Rolle erlaubt dies nicht.
panel-error-not-found = Hier ist nichts
panel-error-not-found-help = Diese Seite gibt es nicht oder nicht mehr.
panel-error-store = Der Datenspeicher antwortet nicht
panel-error-store-help = Zurzeit kann nichts gelesen oder gespeichert werden. Bitte versuchen Sie es gleich noch einmal.
panel-error-failed = Das hat nicht geklappt
panel-error-failed-help = Mehr dazu steht im Protokoll des Servers.
panel-error-form = Die Seite war veraltet
panel-error-form-help = Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie, was Sie getan haben.
panel-error-login = Ihre Sitzung ist beendet
