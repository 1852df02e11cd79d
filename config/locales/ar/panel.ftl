# The administrator's control panel.

panel-title = لوحة التحكم
panel-nav = أقسام لوحة التحكم
panel-nav-overview = نظرة عامة
panel-nav-settings = الإعدادات
panel-nav-mailboxes = صناديق البريد
panel-nav-audit = سجل التدقيق
panel-nav-administrators = المسؤولون
panel-nav-tokens = رموز وصول API
panel-nav-account = حسابك
panel-skip = الانتقال إلى المحتوى
panel-crumbs = أنت هنا
panel-crumb-webmail = إعدادات بريد الويب
panel-next = الصفحة التالية
panel-first = الصفحة الأولى
panel-search = بحث
panel-save = حفظ
panel-nothing-found = لم يُعثر على شيء.
panel-all-domains = كل النطاقات
panel-never = لم يحدث بعد
panel-reason = السبب
panel-reason-help = يُكتب في سجل التدقيق.
panel-own-code = رمزك أنت المكوّن من ستة أرقام
panel-own-code-help = من تطبيق المصادقة لديك. كل رمز صالح لمرة واحدة: بعد تسجيل الدخول انتظر الرمز التالي.
panel-code-shown-once = يُعرض الآن فقط، ولن تجده بعد مغادرة هذه الصفحة.
# $until (Text): a moment.
panel-good-until = صالح حتى { $until }.
panel-go-back = رجوع
panel-shown = نسخ الرمز

## Signing in

panel-sign-in-title = تسجيل الدخول إلى لوحة التحكم
panel-sign-in-name = الاسم
panel-sign-in-password = كلمة المرور
panel-sign-in-submit = متابعة
panel-sign-in-wrong = الاسم أو كلمة المرور غير صحيحة.
panel-sign-in-wait = عدد المحاولات الخاطئة كبير جدًا.
panel-sign-in-invited = لديّ رمز إعداد
panel-code-title = أدخل الرمز
panel-code-lead = افتح تطبيق المصادقة وأدخل الرمز الحالي المكوّن من ستة أرقام.
panel-code-submit = تسجيل الدخول
panel-code-suspended = عدد الرموز الخاطئة كبير جدًا. يلزم أن يدعوك من جديد مشغّل آخر، أو أن يُستخدم الأمر «vestibule admin reset» على الخادم.
panel-signed-out = تم تسجيل خروجك.

## Setting up

panel-invited-title = إعداد حسابك
panel-invited-lead = أدخل اسمك ورمز الإعداد الذي حصلت عليه.
panel-invited-code = رمز الإعداد
panel-invited-wrong = الاسم أو رمز الإعداد غير صحيح، أو لم يعد الرمز صالحًا.
panel-set-up-lead = اختر كلمة مرور واربط تطبيق مصادقة. ستحتاج إليهما معًا عند كل تسجيل دخول.
panel-set-up-password = كلمة المرور الجديدة
panel-set-up-password-help = 12 حرفًا على الأقل. جملة من عدة كلمات يسهل تذكّرها ويصعب تخمينها.
panel-set-up-again = كلمة المرور الجديدة مرة أخرى
panel-set-up-submit = إنهاء
panel-password-short = يجب أن تتكوّن كلمة المرور من 12 حرفًا على الأقل.
panel-password-long = تحتوي كلمة المرور على أكثر من 256 حرفًا.
panel-password-guessable = كلمة المرور هذه سهلة التخمين. استخدم كلمات أكثر، أو كلمات لا رابط بينها.
panel-password-different = كلمتا المرور غير متطابقتين.
panel-set-up-code = لا يخص هذا الرمز هذا المفتاح. أدخل الرمز الذي يعرضه التطبيق الآن.
panel-set-up-over = سبق استخدام رمز الإعداد. يرجى طلب رمز جديد.

## Policies of domains

panel-mfa-title = المصادقة متعددة العوامل
panel-mfa-lead = ما يُطلب من مستخدمي كل نطاق عند تسجيل الدخول إلى بريد الويب.
panel-mode-required = إلزامية
panel-mode-optional = اختيارية
panel-mode-disabled = معطّلة
panel-mode-required-help = يحتاج كل مستخدم إلى عامل ثانٍ. ومن ليس لديه عامل ثانٍ يُعدّه عند تسجيل الدخول التالي قبل أن يُفتح صندوق البريد.
panel-mode-optional-help = يمكن لكل مستخدم تفعيل المصادقة متعددة العوامل في إعداداته. ومن فعّلها يُطلب منه رمز دائمًا.
panel-mode-disabled-help = لا يُطلب رمز من أحد، ولا يُعرض الإعداد على أحد. ويُحتفظ بما أعدّه المستخدمون لوقت لاحق.
panel-default-title = النطاقات غير المدرجة
panel-default-file = هذا محدد في ملف الإعدادات.
panel-domain = النطاق
panel-domains = النطاقات
panel-policy = السياسة
panel-any-policy = كل السياسات
panel-managed = مكان الإدارة
panel-managed-file = في ملف
panel-managed-panel = هنا
panel-find-domain = النطاق يحتوي على
panel-open-domain = إضافة نطاق أو فتحه
panel-open-submit = فتح
panel-import = استيراد قائمة
panel-select = تحديد
# $domain (Text): a domain.
panel-select-domain = تحديد { $domain }
panel-selected-set = للنطاقات المحددة
panel-selected-none = حدّد نطاقًا واحدًا على الأقل.
panel-continue = متابعة
panel-in-file = يُدار هذا النطاق في ملف السياسات على الخادم، ويُغيَّر هناك.
# $who (Text): an administrator. $at (Text): a moment.
panel-said-by = حدّدها { $who }، { "\u2066" }{ $at }{ "\u2069" }.
panel-details = إعدادات أخرى
panel-as-default = كما لكل النطاقات
panel-factors = ما يمكن للمستخدمين إعداده
panel-factors-app = تطبيق المصادقة فقط
panel-factors-both = تطبيق المصادقة أو الرسائل النصية
panel-trusted-days = عدد أيام الوثوق بالمتصفح
panel-trusted-days-help = 0: لا يُعرض الوثوق بالمتصفح. 365 على الأكثر.
panel-grace = مهلة الإعداد
panel-grace-help = تُحسب لكل صندوق بريد من أول تسجيل دخول بعد بدء العمل بهذا التغيير.
panel-grace-none = بلا مهلة: عند تسجيل الدخول التالي
panel-days = { $days-form ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
panel-hours = { $hours-form ->
    [zero] { $hours } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $hours } ساعات
    [many] { $hours } ساعةً
   *[other] { $hours } ساعة
}
panel-guard = من يمكنه إعداد العامل الأول
panel-guard-none = كل من يعرف كلمة المرور
panel-guard-code = فقط برمز من أحد المسؤولين
panel-guard-network = فقط من هذه الشبكات
panel-networks = الشبكات
panel-networks-help = شبكة واحدة في كل سطر، مثل 10.0.0.0/8.
panel-live = المستخدمون المسجّل دخولهم عندما تصبح إلزامية
panel-live-next = يواصلون حتى انتهاء جلستهم
panel-live-step-up = يُطلب منهم الرمز عند النقرة التالية
panel-live-sign-out = يُسجَّل خروجهم
panel-countries = بلدان الرسائل النصية
panel-countries-help = رموز من حرفين، مثل DE, AT, CH. إذا تُرك فارغًا: كما لكل النطاقات.
panel-sms-per-day = عدد الرسائل النصية في اليوم
panel-contact = جهة طلب المساعدة
panel-contact-help = تُعرض عندما يتعذّر على أحد الدخول.
panel-unset = إزالة من القائمة
panel-unset-help = بعد ذلك يُعامَل النطاق مثل كل النطاقات غير المدرجة.
panel-its-mailboxes = صناديق البريد في هذا النطاق
panel-field-wrong = يرجى تصحيح هذا الحقل.

## Before saving

panel-confirm-title = قبل الحفظ
panel-confirm-required = ابتداءً من تسجيل الدخول التالي يلزم عامل ثانٍ.
panel-confirm-optional = من الآن فصاعدًا يختار المستخدمون بأنفسهم.
panel-confirm-disabled = من الآن فصاعدًا يُفتح كل صندوق بريد بكلمة المرور وحدها، ويُلغى الوثوق بكل المتصفحات الموثوقة.
panel-confirm-less = هذا يطلب أقل من السابق، لذلك يلزم رمز منك.
panel-affected = من يتأثر بذلك
panel-affected-domains = النطاقات
panel-affected-seen = صناديق البريد المعروفة
panel-affected-enrolled = بعامل ثانٍ
panel-affected-not = دون عامل ثانٍ
panel-affected-lately = قد تكون جلساتها مفتوحة الآن
panel-affected-help = لا يمكن أن تُحصى إلا صناديق البريد التي سُجّل الدخول إليها عبر Vestibule.
panel-affected-must = يُعدّ هؤلاء المستخدمون عاملًا ثانيًا عند تسجيل دخولهم التالي، أو خلال المهلة التي تمنحها لهم.
panel-affected-none = لا يلزم أحدًا فعل شيء.
# $as-of (Text): a moment.
panel-counted = وقت الإحصاء: { "\u2066" }{ $as-of }{ "\u2069" }.
panel-counted-partly = على الأقل: لم يُحصَ الجميع بعد.
panel-do-required = جعلها إلزامية
panel-do-optional = جعلها اختيارية
panel-do-disabled = تعطيلها
panel-saved = تم الحفظ.
panel-saved-domains = { $count-form ->
    [zero] لم يُحفظ أي نطاق.
    [one] تم حفظ نطاق واحد.
    [two] تم حفظ نطاقين.
    [few] تم حفظ { $count } نطاقات.
    [many] تم حفظ { $count } نطاقًا.
   *[other] تم حفظ { $count } نطاق.
}
panel-not-saved = تعذّر حفظ ما يلي:
panel-undo = تراجع
panel-undo-help = يمكن ذلك لمدة دقيقة واحدة.
panel-undone = تم التراجع: عاد كل شيء كما كان.
panel-undo-over = انتهت الدقيقة. يرجى إعادة التغيير يدويًا.
panel-changed = غيّر شخص آخر هذا في أثناء ذلك. راجعه كما هو الآن، ثم احفظ مرة أخرى.

## Importing

panel-import-title = استيراد قائمة
panel-import-lead = في كل سطر نطاق واحد، ثم فاصلة (,)، ثم سياسته: required أو optional أو disabled. يُتجاهل السطر الأول إذا كان يحتوي على عناوين الأعمدة.
panel-import-list = القائمة
panel-import-file = أو ملف (CSV)
panel-import-check = تحقق
# $line (Number): the number of a line.
panel-import-line = السطر { $line }
panel-import-empty = لا يوجد أي نطاق في هذه القائمة.
panel-import-domain = ليس نطاقًا.
panel-import-mode = يجب أن تكون السياسة required أو optional أو disabled.
panel-import-twice = النطاق مكرر في القائمة.
panel-import-long = تحتوي القائمة على أكثر من 10,000 سطر.
panel-import-refused = لم يُحفظ شيء. صحّح هذه الأسطر ثم تحقق مرة أخرى:
panel-import-same = كما هو
panel-import-new = جديد
panel-import-change = سيتغيّر
panel-import-save = حفظ القائمة
panel-import-running = جارٍ حفظ القائمة
# $done (Number) $all (Number)
panel-import-progress = النطاقات: { $done } من { $all }
panel-import-wait = تُحدَّث هذه الصفحة تلقائيًا.

## Mailboxes

panel-mailboxes-title = صناديق البريد
panel-mailboxes-lead = ابحث عن صندوق بريد بعنوانه أو ببداية عنوانه.
panel-mailbox-address = العنوان
panel-mailbox-open = فتح
panel-mailbox-factor = العامل الثاني
panel-mailbox-seen = آخر ظهور
panel-mailbox-unknown = لم يُسجَّل الدخول إلى صندوق البريد هذا عبر Vestibule بعد.
panel-mailbox-damaged = تعذّرت قراءة سجل صندوق البريد هذا، لذلك لا يمكن لأحد الدخول إليه. تُنشئ إعادة التعيين سجلًا جديدًا.
panel-state = الحالة
panel-state-on = مفعّل
panel-state-off = لم يُعدّ
panel-asked = ما يُطلب
# $mode (Text): Required, Optional or Disabled.
panel-asked-domain = { $mode }، حسب نطاقه
panel-asked-default = { $mode }، مثل كل النطاقات غير المدرجة
panel-asked-exception = { $mode }، حسب استثناء خاص به
panel-authenticators = وسائل المصادقة
panel-kind-totp = تطبيق المصادقة
panel-kind-sms = الرسائل النصية
panel-added = تاريخ الإضافة
panel-last-used = آخر استخدام
panel-recovery-left = رموز الاسترداد المتبقية
panel-trusted-browsers = المتصفحات الموثوقة
panel-failures = رموز خاطئة متتالية
panel-failures-suspended = موقوف: يجب أن يفكّ أحد المسؤولين الإيقاف
# $at (Text): a moment.
panel-failures-next = المحاولة التالية: { "\u2066" }{ $at }{ "\u2069" }
panel-recent = النشاط الأخير
panel-help-title = مساعدة هذا الشخص
panel-help-lead = تأكّد من أنك تتحدث إلى الشخص الصحيح قبل أن تسمح لأحد بالدخول.
panel-reset = إعادة تعيين
panel-reset-help = تُزيل كل عامل ثانٍ ورموز الاسترداد والمتصفحات الموثوقة، وتُنهي كل الجلسات. لمن فقد الهاتف ورموز الاسترداد.
panel-reset-code = إصدار رمز للإعداد من جديد أيضًا
panel-reset-submit = إعادة تعيين صندوق البريد هذا
panel-reset-done = أُزيلت العوامل الثانية وانتهت كل الجلسات.
panel-reset-nothing = لم يكن هناك عامل ثانٍ. انتهت كل الجلسات.
panel-bypass = السماح بالدخول مرة واحدة
panel-bypass-help = يُصدر رمزًا يحلّ محل العامل الثاني مرة واحدة خلال 15 دقيقة. يُدخَل حيث يُدخَل رمز الاسترداد.
panel-bypass-submit = إصدار رمز
panel-bypass-given = رمز لتسجيل الدخول مرة واحدة
panel-setup-code = رمز الإعداد
panel-setup-code-help = يُصدر رمزًا يمكن به إعداد العامل الأول اليوم وغدًا، إذا كان النطاق يتطلب ذلك.
panel-setup-code-given = رمز للإعداد
panel-unlock = فكّ الإيقاف
panel-unlock-help = يتيح إدخال الرموز مرة أخرى بعد عدد كبير جدًا من الرموز الخاطئة.
panel-unlock-submit = فكّ إيقاف صندوق البريد هذا
panel-unlock-done = يمكن إدخال الرموز مرة أخرى.
panel-sign-out = تسجيل الخروج من كل مكان
panel-sign-out-help = يُنهي كل الجلسات ويُلغي الوثوق بكل المتصفحات الموثوقة.
panel-sign-out-submit = تسجيل الخروج من كل مكان
panel-sign-out-done = انتهت كل الجلسات.
panel-exception = استثناء
panel-exception-help = يطلب من صندوق البريد هذا أكثر مما يُطلب من نطاقه، حتى يوم معيّن. تسري السياسة الأكثر صرامة من الاثنتين.
panel-exception-until = حتى
panel-exception-until-help = اليوم الأخير، بالتوقيت العالمي (UTC).
panel-exception-submit = حفظ الاستثناء
panel-exception-end = إنهاء الاستثناء
panel-exception-done = تم حفظ الاستثناء.
panel-exception-ended = انتهى الاستثناء.

## Audit

panel-audit-title = سجل التدقيق
panel-audit-lead = كل التغييرات، الأحدث أولًا. كل سطر مرتبط بالسطر الذي قبله، فيظهر أي سطر مفقود.
panel-audit-when = متى
panel-audit-who = مَن
panel-audit-what = ماذا
panel-audit-whom = أين
panel-audit-why = لماذا
panel-audit-domain = النطاق
panel-audit-mailbox = صندوق البريد
panel-audit-event = الحدث
panel-audit-verify = التحقق من عدم فقدان شيء
panel-audit-whole = { $lines-form ->
    [zero] السجل كامل: لا أسطر فيه.
    [one] السجل كامل: سطر واحد.
    [two] السجل كامل: سطران.
    [few] السجل كامل: { $lines } أسطر.
    [many] السجل كامل: { $lines } سطرًا.
   *[other] السجل كامل: { $lines } سطر.
}
# $line (Number): the number of a line.
panel-audit-broken = تم تعديل السطر { $line }، أو فُقد السطر المجاور له.
# $line (Number): the number of a line.
panel-audit-part = كامل حتى السطر { $line }.
panel-audit-older = تحقق من الأسطر الأقدم
panel-audit-export = تصدير كأسطر JSON

## Administrators

panel-administrators-title = المسؤولون
panel-administrators-lead = من يسجّلون الدخول هنا. يحتاج كل منهم إلى كلمة مرور وتطبيق مصادقة.
panel-role = الدور
panel-role-operator = مشغّل
panel-role-operator-help = كل شيء، لكل النطاقات.
panel-role-domain = مسؤول نطاق
panel-role-domain-help = السياسات والمساعدة لصناديق البريد في بعض النطاقات.
panel-role-reader = قارئ
panel-role-reader-help = يمكنه الاطلاع دون تغيير أي شيء.
panel-role-domains = النطاقات، واحد في كل سطر
panel-role-domains-help = لازمة لمسؤول النطاق. أما للقارئ، فتركها فارغة يعني كل النطاقات.
panel-state-active = نشط
panel-state-invited = تمت دعوته
panel-state-expired = انتهت الدعوة
panel-state-suspended = موقوف
panel-last-signed-in = آخر تسجيل دخول
panel-add = إضافة مسؤول
panel-add-name-help = أحرف لاتينية صغيرة وأرقام ونقطة وشرطة وشرطة سفلية والعلامة @.
panel-invitation = رمز الإعداد
# $name (Text) $address (Text)
panel-invitation-help = أعطِ هذا الرمز إلى { $name } بطريقة آمنة. يُدخَل في { $address }.
panel-administrator-role = تغيير الدور
panel-administrator-reset = الدعوة من جديد
panel-administrator-reset-help = لمن فقد كلمة المرور أو الهاتف. لا يعود ما كان لديه صالحًا، وتنتهي جلساته.
panel-administrator-remove = إزالة
panel-administrator-remove-help = تنتهي جلساته فورًا.
panel-administrator-removed = تمت إزالة المسؤول.
panel-administrator-saved = تم تغيير الدور.

## API tokens

panel-tokens-title = رموز وصول API
panel-tokens-lead = تستخدم البرامج، مثل لوحة تحكم الاستضافة، API برمز وصول.
panel-token-name = الغرض منه
panel-token-rights = ما يُسمح له به
panel-token-read = الاطلاع على السياسات وصناديق البريد وسجل التدقيق
panel-token-policy = تحديد السياسات
panel-token-reset = مساعدة أصحاب صناديق البريد
panel-token-operate = منح الصلاحيات للآخرين
panel-token-domains = لهذه النطاقات فقط، واحد في كل سطر
panel-token-lifetime = مدة الصلاحية
panel-token-ends = تاريخ الانتهاء
panel-token-make = إنشاء رمز وصول
panel-token-revoke = إلغاء
panel-token-revoked = تم إلغاء رمز الوصول.
panel-token-made = رمز وصول جديد

## Your account

panel-account-title = حسابك
panel-account-password = تغيير كلمة المرور
panel-account-password-old = كلمة المرور الحالية
panel-account-password-wrong = كلمة المرور الحالية أو الرمز غير صحيح.
panel-account-password-done = تم تغيير كلمة المرور. انتهت كل الجلسات الأخرى.
panel-account-others = تسجيل الخروج من كل المتصفحات الأخرى
panel-account-others-done = انتهت كل الجلسات الأخرى.

## Overview

panel-warnings = يرجى الانتباه
panel-warnings-none = لا شيء يتطلب انتباهك.
panel-warning-aliases = لا يجري التعرّف على الأسماء الأخرى لصناديق البريد، لذلك قد يفلت اسم ثانٍ من سياسة أكثر صرامة.
panel-warning-census = تعذّر إحصاء صناديق البريد. الأرقام أدناه أقدم.
panel-warning-certificate = تنتهي صلاحية الشهادة في { "\u2066" }{ $at }{ "\u2069" }.
panel-warning-certificate-unreadable = تعذّرت قراءة الشهادة.
panel-warning-configuration = في الإعدادات المعدّلة خطأ. ما زالت الإعدادات السابقة سارية.
panel-warning-keys = ينبغي تجديد المفاتيح.
panel-warning-mail = رسائل بريد إلى المستخدمين تنتظر الإرسال منذ { "\u2066" }{ $at }{ "\u2069" }.
panel-warning-policy = في ملف السياسات المعدّل خطأ. ما زال الملف السابق ساريًا.
panel-warning-sms = لا يُدخَل إلا القليل من الرموز المرسلة في الرسائل النصية. ربما يتسبب أحد في إرسالها طلبًا للربح.
panel-not-counted = لم تُحصَ صناديق البريد بعد. عُد بعد دقيقة.
panel-adoption = مدى الانتشار
# $enrolled (Number) $seen (Number) $percent (Number)
panel-adoption-now = صناديق البريد التي لها عامل ثانٍ: { $enrolled } من { $seen }، أي { $percent }%.
panel-adoption-days = صناديق البريد التي لها عامل ثانٍ، بالنسبة المئوية، يومًا بيوم
panel-adoption-early = بعد يومين يظهر هنا رسم بياني.
panel-as-table = عرض كجدول
panel-day = اليوم
panel-percent = النسبة المئوية
panel-largest = أكبر النطاقات
panel-least = إلزامية، وهي الأبعد عن الاكتمال
panel-least-none = في كل نطاق تكون فيه إلزامية، لدى الجميع عامل ثانٍ.
panel-factors-used = ما لدى المستخدمين
panel-factor-app = تطبيق المصادقة
panel-factor-sms = الرسائل النصية
panel-factor-recovery = رموز استرداد متبقية
panel-signed-in = سجّلوا الدخول مؤخرًا
panel-last-days = { $days-form ->
    [zero] اليوم
    [one] آخر يوم
    [two] آخر يومين
    [few] آخر { $days } أيام
    [many] آخر { $days } يومًا
   *[other] آخر { $days } يوم
}
panel-count-signed-in = تسجيل دخول بعامل ثانٍ
panel-count-trusted = تسجيل دخول من متصفح موثوق
panel-count-password = تسجيل دخول بكلمة المرور وحدها
panel-count-refused = كلمات مرور خاطئة
panel-count-codes = رموز خاطئة
panel-count-suspended = حالات الإيقاف
panel-count-enrolled = حالات الإعداد
panel-count-unenrolled = حالات التعطيل
panel-sms = الرسائل النصية
panel-sms-used = أُرسلت اليوم
panel-sms-verified = الرموز التي أُدخلت
panel-sms-over = لم تُرسل: تجاوزت الحد المخصص
panel-sms-failed = لم تُرسل: رفضها مزوّد الخدمة
panel-suspended = صناديق البريد الموقوفة
panel-suspended-since = منذ

## When something is wrong

panel-error-forbidden = غير مسموح لك
panel-error-forbidden-help = لا يسمح دورك بذلك.
panel-error-not-found = لا يوجد شيء هنا
panel-error-not-found-help = هذه الصفحة غير موجودة، أو لم تعد موجودة.
panel-error-store = مخزن البيانات لا يستجيب
panel-error-store-help = لا يمكن قراءة شيء أو حفظه الآن. يرجى المحاولة مرة أخرى بعد قليل.
panel-error-failed = لم ينجح ذلك
panel-error-failed-help = يوضّح سجل الخادم المزيد.
panel-error-form = كانت الصفحة قديمة جدًا
panel-error-form-help = ارجع إلى الخلف، وحمّل الصفحة من جديد، ثم أعد ما فعلته.
panel-error-login = انتهت جلستك
