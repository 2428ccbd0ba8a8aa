# Public wording, in Arabic. A draft by the makers of the program: nobody has reviewed it yet.
# An empty line begins a paragraph; lines that begin with a hyphen are a list.
# The reader is addressed in the plural, which fits women, men and professionals.
# Numbers to ring are written without spaces: with spaces their groups would stand in the wrong order from right to left.

## The frame

service-name = مساعدة في الحمل وبعده
skip = الانتقال إلى المحتوى الرئيسي
exit = مغادرة هذه الصفحة
exit-hidden = طوارئ
back-label = رجوع
languages-label = اللغة
back-to-start = العودة إلى البداية
footer-links = المزيد عن هذا الموقع
footer-help-now = بمن تتصلون الآن
footer-privacy = الخصوصية وملفات تعريف الارتباط (cookies)
footer-accessibility = سهولة الاستخدام للجميع
footer-staff = دخول الموظفين
footer-for = لمن هم في { $place }.

## If someone is in danger

danger-heading = إذا كنتم أنتم أو أي شخص آخر في خطر الآن
danger-more = كل من يمكنكم الاتصال بهم، وأوقات ردّهم

help-now-title = بمن تتصلون الآن
help-now-body =
    إذا كان هناك شخص قد يتعرض للأذى أو قد يموت، أو كان هناك رضيع ليس في أمان، فاتصلوا بالرقم 999 الآن. أنتم لا تضيّعون وقت أحد.

    لا يلزم أن تعرفوا ما المشكلة. قولوا ما يقلقكم.
help-now-also-heading = إذا كنتم لا تستطيعون الكلام على الهاتف
help-now-also =
    اطلبوا من شخص قريب منكم أن يتصل نيابة عنكم. يمكنكم أيضاً الذهاب إلى أقرب قسم حوادث وطوارئ (A&E) في أي وقت.

    إذا اتصلتم بالرقم 999 من هاتف محمول ولم تستطيعوا الكلام، فاضغطوا 55 عندما يُطلب منكم ذلك. عندها تُحوَّل مكالمتكم إلى الشرطة.
route-number = الرقم
route-note = من المفيد معرفته
route-hours = أوقات الرد
route-checked = آخر تحقق
route-owner = من يحرص على صحة هذه المعلومات
duty-heading = أوقات وجود الموظف المناوب
duty-there = الموظف المناوب موجود الآن، حتى { $until }.
duty-not-there = الموظف المناوب غير موجود الآن. يعود في { $back }. حتى ذلك الوقت، اتصلوا بأحد الأرقام الأخرى في هذه الصفحة.
told-first = إذا كان ما ترسلونه حالة طارئة، فأول من يُبلَّغ به الآن من قائمتنا: { $who }. لا أحد يستطيع أن يعد بموعد الاطلاع عليه. لا تنتظروا: اتصلوا.
told-nobody = إذا كان ما ترسلونه الآن حالة طارئة، فلا يوجد هنا من يُبلَّغ به. لا تنتظرونا: اتصلوا.
duty-flexible = قد تتغير هذه الأوقات قليلاً.
duty-holidays-not-known = إذا كان ذلك اليوم عطلة رسمية، فلن يكون موجوداً.
checked-never = لم يتحقق أحد من هذا بعد
checked-never-number = لم يتحقق أحد من هذا الرقم بعد
checked-long-ago = قبل { $months ->
        [one] شهر واحد
        [two] شهرين
        [few] { $months } أشهر
       *[other] { $months } شهراً
    }. ربما تغيّر.
route-demonstration = للعرض فقط
route-demonstration-note = هذا الرقم غير حقيقي. لا أحد يرد عليه.

## The first page

home-title = البداية
home-hero = مساعدة بشأن مشاعركم، في الحمل وبعده
home-place = لمن هم في { $place }. مجاناً، ضمن الخدمة الصحية الوطنية (NHS).
home-ask = اطلبوا المساعدة لأنفسكم
home-ask-about = في الحمل، أو بعد الولادة، أو بعد الفقدان.
home-family = اطلبوا المساعدة لأحد أفراد عائلتكم
home-family-about = أنتم قلقون على شخص قريب منكم.
home-refer = الإحالة من المهنيين
home-refer-about = لأطباء الأسرة (GP) والقابلات والزائرات الصحيات والأخصائيين الاجتماعيين والجمعيات الخيرية.
home-services = اعرفوا ما المتاح لكم
home-services-about = فرقنا، وجهات أخرى يمكنكم اللجوء إليها.
home-more = هنا أيضاً
home-follow = متابعة إحالة: اعرفوا ما الذي تم بشأنها
home-partners = للآباء والشركاء
home-after-a-loss = بعد الفقدان
home-said-and-done = قلتم، فعملنا

## What became of a request

how-heading = كيف تسألون اليوم
how-asked-for-you = اسألوا الشخص الذي طلب المساعدة لكم، مثل القابلة أو طبيب الأسرة (GP). نحن نخبره هو أيضاً.

follow-title = متابعة
follow-body =
    إذا كانت لديكم صفحة خاصة بكم فافتحوا رابطها: تقول إلى أين وصلت الأمور. وإلا يمكنكم أن تسألوا في أي وقت، وكلما أردتم. يستطيع أحدنا أن يعطيكم مثل هذه الصفحة.
follow-say-heading = عندما تتصلون
follow-say =
    قولوا اسمكم ومتى تمت الإحالة، والرقم المرجعي إن كان لديكم. إذا ساءت الأمور، فقولوا ذلك أولاً.

    إذا كان شخص لا تريدون أن يعرف يرد على هاتفكم، فأخبرونا بوقت آمن أو برقم آخر.

## The start pages. Titles are what a browser's history shows: they give nobody away.

start-now = ابدؤوا الآن
start-closed = لا أحد هنا يقرأ ما ترسلونه قبل { $next }. يمكنكم الإرسال الآن. إذا كان الأمر لا يحتمل الانتظار، فاتصلوا.

ask-title = لكم
ask-heading = اطلبوا المساعدة لأنفسكم
ask-body =
    كثيرون يشعرون بالحزن أو الخوف، أو بأنهم ليسوا على طبيعتهم، في الحمل أو بعد الولادة أو بعد الفقدان. هذا ليس ذنبكم. يمكنكم طلب المساعدة في أي وقت، ولا تحتاجون إلى الكلمات المناسبة.
ask-long-heading = كم يستغرق ذلك
ask-long =
    نحو 10 دقائق. نحتاج إلى اسمكم وطريقة آمنة واحدة للتواصل معكم. يمكنكم ترك كل شيء آخر.

    نحفظ ما تكتبونه أولاً بأول، لمدة 24 ساعة أو حتى تغلقوا المتصفح. يمكنكم التوقف في أي وقت.
ask-who-sees-heading = من يرى ذلك
ask-who-sees =
    الأشخاص الذين يعملون هنا ويعتنون بكم. لا أحد غيرهم، إلا إذا وافقتم، أو كان هناك شخص في خطر.

    نحن لا نخبر عائلتكم. يمكنكم أن تقولوا أي رقم يكون الاتصال به آمناً، وأي رقم ليس كذلك.
ask-agree-heading = إذا كنتم دون سن 18
ask-agree =
    يمكنكم أن تطلبوا المساعدة لأنفسكم. لا نخبر والديكم أولاً؛ نتحدث معكم أنتم.

family-title = لشخص آخر
family-heading = اطلبوا المساعدة لأحد أفراد عائلتكم
family-body =
    قد تلاحظون أن شخصاً قريباً منكم ليس بخير قبل أن يلاحظ هو ذلك. يمكنكم أن تخبرونا بما يقلقكم، حتى إن لم تكونوا متأكدين.
family-long-heading = كم يستغرق ذلك
family-long =
    نحو 10 دقائق. نحتاج إلى اسم الشخص، وما يقلقكم، وكيفية التواصل معكم. يمكنكم ترك كل شيء آخر.

    نحفظ ما تكتبونه أولاً بأول، لمدة 24 ساعة أو حتى تغلقوا المتصفح. يمكنكم التوقف في أي وقت.
family-who-sees-heading = من يرى ذلك
family-who-sees =
    الأشخاص الذين يعملون هنا. قد يقرأ الشخص الذي تقلقون عليه يوماً ما كُتب عنه، لذلك قولوا ما رأيتموه.

    قد لا نستطيع أن نخبركم عن رعايته. لكننا نستطيع دائماً أن نستمع إليكم.
family-agree-heading = هل تلزم موافقة الشخص؟
family-agree =
    من الأفضل أن تخبروا الشخص بأنكم تطلبون المساعدة له. إذا رأيتم أن هناك من هو في خطر، فاطلبوا المساعدة حتى من دون موافقته.

refer-title = للعمل
refer-heading = الإحالة من المهنيين
refer-body =
    لأطباء الأسرة (GP) والقابلات والزائرات الصحيات والأخصائيين الاجتماعيين والعاملين في الجمعيات الخيرية. نموذج واحد لكل الفرق هنا: نحن نجد الفريق المناسب.
refer-long-heading = كم يستغرق ذلك
refer-long =
    دقيقتان في حالة الطوارئ: اسمكم ورقمكم، وما يحدث، وأين الشخص، ومن معه، وأي اسم له. نحو 15 دقيقة في غير ذلك.

    يمكنكم الحفظ والمتابعة لاحقاً. النموذج المحفوظ لا يُرسل، ولا يقرؤه أحد هنا.
refer-who-sees-heading = من يرى ذلك
refer-who-sees =
    الموظف المناوب، واجتماع الفريق، والفريق الذي يتولى الإحالة. ما تكتبونه عن الحماية من الأذى (safeguarding) يُحفظ منفصلاً، ويراه عدد أقل.

    قد يقرأ الشخص ما تكتبونه.
refer-agree-heading = الموافقة
refer-agree =
    أخبروا الشخص بأنكم تحيلونه، واذكروا هل يوافق. في حالة الطوارئ، لا تنتظروا الموافقة.
q-purpose = ماذا تريدون أن تفعلوا؟
o-purpose-refer = إحالة
o-purpose-advice = طلب مشورة أولاً
o-purpose-advice-hint = لا يلزم ذكر اسم الشخص. إذا كانت هناك علامة تحذيرية، يصبح الطلب إحالة على الفور.

too-many-title = بعد دقيقة
too-many-heading = يُرجى المحاولة مرة أخرى بعد دقيقة
too-many =
    بدأ عدد كبير جداً من النماذج من مكانكم قبل قليل. لم تفعلوا أي خطأ، ولم يضع شيء مما كتبتم.

    يمكنكم المحاولة مرة أخرى بعد دقيقة، أو الاتصال.

## Every page of questions

step-title = الخطوة { $number }
error-title = خطأ: { $title }
caption = طلب المساعدة، الخطوة { $number }
caption-professional = الإحالة، الخطوة { $number }
continue = متابعة
back = رجوع
send-now = إرسال الآن
problem-heading = هناك مشكلة
most-characters = يمكن كتابة 10,000 حرف، أي نحو أربع صفحات.
by-phone-summary = أفضّل أن أقول هذا بالهاتف
by-phone =
    يمكنكم أن تتصلوا وتقولوه. يكتبه شخص نيابة عنكم. وله الأهمية نفسها مثل النموذج.
danger-line = في خطر الآن؟

o-yes = نعم
o-no = لا
o-not_known = لست على يقين
o-rather-not-say = أفضّل ألا أقول

### How things are now

s-now = كيف هي الأحوال الآن
q-now = كيف هي أحوالكم الآن؟
q-now-hint = لكي نستخدم الكلمات المناسبة.
q-now-family = كيف هي أحوال الشخص الآن؟
q-now-family-hint = الشخص الذي تقلقون عليه. لكي نستخدم الكلمات المناسبة.
q-now-professional = ما الوضع الآن؟
q-now-professional-hint = تُصاغ الأسئلة التالية وفقاً لذلك.
o-now-thinking = أفكر في حمل
o-now-pregnant = أنا حامل
o-now-baby = أنجبتُ طفلاً
o-now-loss = فقدتُ طفلاً أو حملاً
o-now-not_said = أفضّل ألا أقول
o-now-thinking-family = هناك تفكير في حمل
o-now-pregnant-family = هناك حمل الآن
o-now-baby-family = وُلد طفل
o-now-loss-family = فُقد طفل أو حمل
o-now-not_said-family = أفضّل ألا أقول، أو لا أعرف
o-now-thinking-professional = تفكير في الحمل
o-now-pregnant-professional = حمل حالي
o-now-baby-professional = تمت الولادة
o-now-loss-professional = فقدان طفل أو حمل، لأي سبب وفي أي مرحلة
o-now-not_said-professional = غير معروف، أو يفضّل الشخص ألا يقول

s-more = المزيد قليلاً
s-more-lead = يمكنكم ترك أي شيء لا تريدون قوله.
s-more-pregnant = عن الحمل
s-more-baby = عن الولادة
s-more-loss = نأسف لما حدث
s-more-loss-lead =
    لا يلزم أن تخبرونا بالمزيد. إن أردتم، يمكنكم اختيار الأقرب إلى ما حدث. لا شيء هنا إلزامي.
s-more-professional-loss = عن الفقدان
s-more-professional-loss-lead = لا شيء هنا إلزامي. لا تسألوا الشخص عن ذلك الآن.
q-situation-baby = ما الأقرب إلى وضعكم؟
q-situation-loss = ماذا حدث؟
q-situation-loss-hint = يمكنكم ترك هذا السؤال.
q-situation-professional-loss = نوع الفقدان
q-situation-professional-loss-hint = اتركوه إذا لم يكن معروفاً.
o-situation-living_baby = طفلي معي في البيت
o-situation-neonatal_care = طفلي في المستشفى، في قسم رعاية حديثي الولادة
o-situation-twins_one_lost = كان لديّ توأم أو أكثر، وتوفي واحد منهم أو أكثر
o-situation-baby_elsewhere = طفلي لا يعيش معي
o-situation-living_baby-family = الطفل مع الشخص في البيت
o-situation-neonatal_care-family = الطفل في المستشفى، في قسم رعاية حديثي الولادة
o-situation-twins_one_lost-family = كان هناك توأم أو أكثر، وتوفي واحد منهم أو أكثر
o-situation-baby_elsewhere-family = الطفل لا يعيش مع الشخص
o-situation-living_baby-professional = طفل حي في البيت
o-situation-neonatal_care-professional = الطفل في رعاية حديثي الولادة
o-situation-twins_one_lost-professional = توأم أو أكثر، وفُقد واحد أو أكثر
o-situation-baby_elsewhere-professional = الطفل أُخذ من الأسرة، أو تم تبنيه، أو يعيش في مكان آخر
o-situation-miscarriage = إجهاض تلقائي (سقوط الحمل)
o-situation-ectopic_or_molar = حمل خارج الرحم أو حمل عنقودي
o-situation-termination = تم إنهاء الحمل، لأي سبب كان
o-situation-stillbirth = ولادة طفل متوفى
o-situation-neonatal_death = وفاة طفل بعد الولادة
q-ends = التاريخ
q-ends-pregnant = متى موعد الولادة المتوقع؟
q-ends-pregnant-hint = يكفي تقدير تقريبي. مثلاً: 27 3 2027.
q-ends-baby = متى كانت الولادة؟
q-ends-baby-hint = مثلاً: 27 3 2026.
q-ends-loss = متى حدث ذلك؟
q-ends-loss-hint = فقط إذا أردتم أن تقولوا. لا يلزم ذلك.
q-ends-professional-loss = تاريخ الفقدان
q-ends-professional-loss-hint = فقط إذا كان معروفاً.
q-own_words = هل هناك كلمات أو اسم تريدون أن نستخدمه؟
q-own_words-hint = مثلاً: ما تسمّون به الطفل.
q-own_words-family = هل هناك كلمات أو اسم يريد الشخص أن نستخدمه؟
q-own_words-family-hint = مثلاً: ما يسمّي به الطفل.
q-own_words-professional = الكلمات أو الاسم الذي يستخدمه الشخص للطفل
q-own_words-loss = هل هناك اسم، أو كلمات، تريدون أن نستخدمها؟
q-own_words-loss-hint = نستخدم الاسم، ونتجنب الكلمات المؤلمة.
q-own_words-family-loss = هل هناك اسم، أو كلمات، يريد الشخص أن نستخدمها؟
q-own_words-family-loss-hint = نستخدم الاسم، ونتجنب الكلمات المؤلمة.
q-own_words-professional-loss = اسم أو كلمات يريد الشخص استخدامها
q-own_words-professional-loss-hint = يراها كل من يكتب إلى الشخص.

### Warning signs

s-today = علامات تحذيرية
q-signs = هل حدث أي من هذا في الأيام القليلة الماضية؟
q-signs-hint = اختاروا كل ما ينطبق. أخبرونا حتى إن لم تكونوا متأكدين. نسأل الجميع هذا السؤال.
q-signs-family = هل حدث أي من هذا للشخص في الأيام القليلة الماضية؟
q-signs-family-hint = اختاروا كل ما رأيتموه أو سمعتموه. أخبرونا حتى إن لم تكونوا متأكدين.
q-signs-professional = هل يوجد أي مما يلي؟
q-signs-professional-hint = أي واحد منها يجعل الحالة طارئة. اختاروا كل ما ينطبق، حتى إن لم تكونوا متأكدين.
o-signs-sudden_change = تغيّرتُ بسرعة كبيرة، بطريقة تخيفني أو تخيف غيري
o-signs-self_harm = أفكر في إيذاء نفسي أو في إنهاء حياتي
o-signs-cannot_be_a_mother = أشعر بأنني لا أستطيع أن أكون أماً أو أباً، أو بأن طفلي سيكون أفضل حالاً من دوني
o-signs-cut_off_from_baby = أشعر بانفصال عن طفلي، كأنه ليس طفلي
o-signs-frightening_things = أرى أو أسمع أو أصدّق أشياء تخيفني
o-signs-no_sleep_full_of_energy = لا أكاد أنام، ومع ذلك ما زلت أشعر بطاقة كبيرة
o-signs-harm_done = آذيتُ نفسي أو شخصاً آخر
o-signs-baby_not_safe = طفلي الرضيع أو طفل آخر قد لا يكون في أمان
o-signs-baby_not_safe-pregnant = هناك طفل معي قد لا يكون في أمان
o-signs-baby_not_safe-not_said = إذا كان معي رضيع أو طفل: قد لا يكون في أمان
o-signs-none = لا شيء من هذا
o-signs-sudden_change-family = تغيّر الشخص بسرعة كبيرة، بطريقة تخيفه أو تخيفني
o-signs-self_harm-family = يفكر الشخص في إيذاء نفسه أو في الموت، أو يتحدث عن ذلك
o-signs-cannot_be_a_mother-family = يقول الشخص إنه لا يستطيع أن يكون أماً أو أباً، أو إن الطفل سيكون أفضل حالاً من دونه
o-signs-cut_off_from_baby-family = يبدو أن الشخص يشعر بانفصال عن الطفل، كأنه ليس طفله
o-signs-frightening_things-family = يرى الشخص أو يسمع أو يصدّق أشياء تخيفه
o-signs-no_sleep_full_of_energy-family = لا يكاد الشخص ينام، ومع ذلك ما زالت لديه طاقة كبيرة
o-signs-harm_done-family = آذى الشخص نفسه أو شخصاً آخر
o-signs-baby_not_safe-family = الرضيع أو طفل آخر قد لا يكون في أمان
o-signs-baby_not_safe-family-pregnant = هناك طفل مع الشخص قد لا يكون في أمان
o-signs-baby_not_safe-family-not_said = إذا كان مع الشخص رضيع أو طفل: قد لا يكون الرضيع أو الطفل في أمان
o-signs-sudden_change-professional = تغيّر كبير حديث في الحالة العقلية، أو أعراض جديدة
o-signs-sudden_change-professional-hint = ومنها الهلوسة، والأوهام (الضلالات)، والتشوش الذهني، وقلة النوم مع طاقة كبيرة.
o-signs-self_harm-professional = أفكار أو أفعال جديدة لإيذاء النفس بعنف
o-signs-self_harm-professional-hint = تدخل في ذلك أفكار الانتحار، حتى إن لم يكن هناك فعل مخطط له.
o-signs-cannot_be_a_mother-professional = تعبير جديد ومستمر عن عدم الكفاءة كأم
o-signs-cut_off_from_baby-professional = شعور بالاغتراب عن الرضيع
o-signs-harm_done-professional = أذى وقع بالفعل، للنفس أو لشخص آخر
o-signs-baby_not_safe-professional = رضيع أو طفل في رعاية الشخص قد لا يكون في أمان
o-signs-baby_not_safe-professional-pregnant = طفل في رعاية الشخص قد لا يكون في أمان
o-signs-baby_not_safe-professional-not_said = إذا كان في رعاية الشخص رضيع أو طفل: قد لا يكون الرضيع أو الطفل في أمان

### At once, after a warning sign

s-call = شكراً لأنكم أخبرتمونا
s-call-lead =
    إذا كان هناك شخص في خطر، فلا تنتظرونا. اتصلوا الآن بأحد الأرقام أعلاه.

    ثم أعطونا رقماً واحداً يكون الاتصال به آمناً. يُرسل فور ضغطكم على الزر. وتبيّن الصفحة التالية هل يوجد هنا الآن من يقرؤه.
s-call-family-lead =
    إذا كان هناك شخص في خطر، فلا تنتظرونا. اتصلوا الآن بأحد الأرقام أعلاه.

    ثم أعطونا رقماً واحداً يمكننا أن نتصل بكم عليه بأمان. يُرسل فور ضغطكم على الزر. وتبيّن الصفحة التالية هل يوجد هنا الآن من يقرؤه.
q-call_back = رقم واحد يكون الاتصال به آمناً
q-call_back-hint = رقمكم، أو رقم شخص تثقون به. إذا رد شخص آخر، فلن نقول شيئاً عن الموضوع.
q-call_back-family = رقمكم، إذا كان الاتصال به آمناً
q-call_back-family-hint = إذا رد شخص آخر، فلن نقول شيئاً عن الموضوع.
q-call_back-professional = رقمكم، لنعاود الاتصال بكم الآن
q-call_back-professional-hint = رقم مباشر. يُضاف الرقم الداخلي هكذا: «ext 12».
q-call_back_note = من يرد على الهاتف، وهل هناك شيء يجب ألا نقوله؟
q-call_back_note-hint = يمكنكم ترك هذا السؤال.
q-no_number = لا يوجد أي رقم آمن
s-quick = حالة طارئة: أقل ما نحتاج إليه
s-quick-lead =
    يُرسل فور ضغطكم على الزر. لا يلزم شيء آخر الآن: لا رقم NHS، ولا تاريخ ميلاد، ولا درجة تقييم. يمكنكم إضافة المزيد بعد ذلك.
q-worry-professional = ما الذي يحدث
q-worry-professional-hint = ما الذي تغيّر، ومنذ متى، وما الذي يقلقكم. يمكنكم لصق رسالة أو ملاحظة.
q-where = أين الشخص
q-where-hint = عنوان أو جناح في مستشفى أو مكان، بقدر ما تعرفون.
q-with = من مع الشخص
q-with-hint = اكتبوا «بمفرده» أو «غير معروف» إذا كان الأمر كذلك.
q-with-baby = من مع الشخص، ومع الرضيع
q-with-baby-hint = اكتبوا «بمفرده» أو «غير معروف» إذا كان الأمر كذلك.

ring-title = بمن تتصلون
ring-heading = يُرجى الاتصال الآن، أو اطلبوا من شخص أن يتصل نيابة عنكم
ring-heading-family = يُرجى الاتصال الآن
ring =
    قلتم إنه لا يوجد رقم آمن. لذلك لا يستطيع أحد هنا الاتصال بكم، ولا أحد هنا يعرف بعد من أنتم.

    يمكنكم الاتصال بهذه الأرقام من أي هاتف، حتى من هاتف شخص آخر. يمكنكم الذهاب إلى أقرب قسم حوادث وطوارئ (A&E) في أي وقت. إذا كنتم عند قابلة أو طبيب أسرة (GP) أو زائرة صحية، فأخبروهم.
ring-family =
    قلتم إنه لا يوجد رقم آمن. لذلك لا يستطيع أحد هنا الاتصال بكم، ولا أحد هنا يعرف بعد عمن تتحدثون.

    يمكنكم الاتصال بهذه الأرقام من أي هاتف، حتى من هاتف شخص آخر. إذا رأيتم أن شخصاً قد يموت، فاتصلوا بالرقم 999 وقولوا ذلك.
ring-then-heading = إذا أردتم المتابعة هنا
ring-then =
    يمكنكم أن تتابعوا وتخبرونا بطريقة أخرى آمنة للتواصل معكم، مثل البريد الإلكتروني. لا يُرسل شيء قبل أن تضغطوا «إرسال». ويمكنكم أيضاً أن تغادروا ببساطة.
ring-go-on = متابعة الأسئلة
ring-number = تبيّن أن لديّ رقماً آمناً

### In their own words

s-words = ما الذي يحدث
s-words-lead = لا تحتاجون إلى الكلمات المناسبة. يمكنكم ترك ما لا تريدون قوله.
s-words-professional-lead = لا يلزم إلا ذكر ما يحدث. ولا يلزم التشخيص.
q-concerns = ما الموضوع؟
q-concerns-hint = اختاروا ما شئتم من الإجابات.
q-concerns-professional = ما الموضوع؟
o-concerns-low = حزن أو بكاء أو غياب الفرح
o-concerns-anxious = قلق أو هلع
o-concerns-intrusive_thoughts = أفكار أو صور تعود باستمرار
o-concerns-birth_trauma = ولادة مخيفة أو صعبة
o-concerns-fear_of_birth = خوف من الولادة
o-concerns-loss = فقدان
o-concerns-with_baby = كيف تسير الأمور مع الطفل
o-concerns-with_baby-pregnant = كيف هو الشعور مع هذا الطفل، قبل الولادة
o-concerns-eating = الأكل
o-concerns-earlier_trauma = شيء حدث في وقت سابق من الحياة
o-concerns-planning = التخطيط للحمل
o-concerns-other = شيء آخر
o-concerns-low-professional = انخفاض المزاج
o-concerns-anxious-professional = قلق أو هلع
o-concerns-intrusive_thoughts-professional = أفكار اقتحامية أو وساوس
o-concerns-birth_trauma-professional = صدمة الولادة
o-concerns-fear_of_birth-professional = رهاب الولادة (tokophobia)
o-concerns-with_baby-professional = علاقة الأم أو الأب بالرضيع
o-concerns-with_baby-professional-pregnant = العلاقة بالجنين
o-concerns-eating-professional = اضطراب في الأكل
o-concerns-earlier_trauma-professional = صدمة سابقة
o-concerns-planning-professional = مشورة قبل الحمل: مرض نفسي أو أدويته
q-worry = ماذا تريدون أن نعرف؟
q-worry-hint = مثلاً: «لا أنام وأشعر بالخوف».
q-worry-loss = ماذا تريدون أن نعرف؟
q-worry-loss-hint = قولوا قليلاً أو كثيراً، كما تريدون.
q-worry-family = ما الذي يقلقكم؟
q-worry-family-hint = ما رأيتموه أو سمعتموه، ومنذ متى.
q-with_baby = كيف تسير الأمور مع الطفل؟
q-with_baby-hint = مهما كان الحال، فلا بأس في أن تقولوه.
q-with_baby-family = كيف تسير الأمور بين الشخص والطفل؟
q-with_baby-professional = العلاقة بالطفل
q-helps = ما الذي يساعدكم، أو من يساعدكم؟
q-helps-family = ما الذي يساعد الشخص، أو من يساعده؟
q-helps-professional = ما الذي يساعد الشخص، والدعم في البيت

s-before = الصحة قبل الآن
s-before-lead = يمكنكم ترك ما لا تريدون قوله.
s-before-family-lead = قولوا ما تعرفونه. يمكنكم ترك كل هذا.
s-before-professional = التاريخ المرضي والأدوية
s-before-professional-lead = بقدر ما تعرفون.
q-severe = هل قيل لكم من قبل إن لديكم الاضطراب ثنائي القطب، أو هل مررتم بحالة ذهان؟
q-severe-hint = الذهان فترة يرى فيها الشخص أو يسمع أو يصدّق بقوة أشياء لا يراها أو يسمعها أو يصدّقها الآخرون.
q-severe-family = هل كان لدى الشخص في أي وقت الاضطراب ثنائي القطب أو حالة ذهان؟
q-severe-family-hint = الذهان فترة يرى فيها الشخص أو يسمع أو يصدّق بقوة أشياء لا يراها أو يسمعها أو يصدّقها الآخرون.
q-severe-professional = الاضطراب ثنائي القطب أو الذهان، الآن أو في الماضي
q-severe-professional-hint = ويشمل ذلك ذهان ما بعد الولادة.
o-severe-not_known-professional = غير معروف
q-history = هل تلقيتم مساعدة لصحتكم النفسية من قبل؟
q-history-hint = متى، وما الذي ساعد أو لم يساعد.
q-history-family = هل تلقى الشخص مساعدة لصحته النفسية من قبل؟
q-history-professional = الصحة النفسية سابقاً، للشخص وللعائلة
q-been_before = هل كنتم مع هذه الخدمة من قبل؟
q-been_before-hint = يمكنكم ترك هذا السؤال. نسأل لكي لا تضطروا إلى قول كل شيء من جديد.
q-been_before-family = هل كان الشخص مع هذه الخدمة من قبل؟
q-been_before-family-hint = يمكنكم ترك هذا السؤال.
q-been_before-professional = مع هذه الخدمة من قبل، بقدر ما تعرفون
q-been_before-professional-hint = يمكنكم ترك هذا السؤال. نحن لا نقول من هو معروف لدينا.
o-been_before-not_known-professional = غير معروف
q-medicines = هل تتناولون أدوية، أو هل توقفتم عن أي دواء مؤخراً؟
q-medicines-hint = تكفي الأسماء. من فضلكم لا توقفوا أي دواء بسبب هذا السؤال.
q-medicines-family = هل يتناول الشخص أدوية، أو هل توقف عن أي دواء مؤخراً؟
q-medicines-family-hint = تكفي الأسماء. من فضلكم لا توقفوا أي دواء بسبب هذا السؤال.
q-medicines-professional = الأدوية الحالية، والأدوية التي أُوقفت مؤخراً
q-medicines-professional-hint = فالبروات والليثيوم ينظر فيهما مختص بوصف الأدوية في اليوم نفسه.

### Who it is about

s-who = معلومات عنكم
s-who-lead = لا يلزم إلا اسمكم. أي اسم يكفي.
s-who-family = الشخص الذي تقلقون عليه
s-who-family-lead = لا يلزم إلا اسم. أي اسم يكفي.
s-who-professional = الشخص
s-who-professional-lead = لا يلزم إلا اسم. يساعدنا رقم NHS على إيجاد السجل الصحيح.
q-name = اسمكم
q-name-family = اسم الشخص
q-name-professional = اسم الشخص
q-name-professional-hint = أي اسم يكفي في حالة الطوارئ.
q-born = تاريخ ميلادكم
q-born-hint = مثلاً: 27 3 1995.
q-born-family = تاريخ ميلاد الشخص
q-born-family-hint = أو اتركوه.
q-born-professional = تاريخ الميلاد
q-born-professional-hint = مثلاً: 27 3 1995.
q-nhs_number = رقم NHS الخاص بكم، إن كنتم تعرفونه
q-nhs_number-hint = 10 أرقام. تجدونه في الرسائل الواردة من NHS.
q-nhs_number-family = رقم NHS الخاص بالشخص، إن كنتم تعرفونه
q-nhs_number-family-hint = 10 أرقام. تجدونه في الرسائل الواردة من NHS.
q-nhs_number-professional = رقم NHS
q-nhs_number-professional-hint = 10 أرقام، بمسافات أو من دونها.
q-postcode = رمزكم البريدي (postcode)
q-postcode-family = الرمز البريدي (postcode) للشخص
q-postcode-professional = الرمز البريدي (postcode)
q-gp = عيادة طبيب الأسرة (GP) الخاصة بكم
q-gp-family = عيادة طبيب الأسرة (GP) الخاصة بالشخص
q-gp-professional = عيادة طبيب الأسرة (GP)
q-no_gp = ليس لديّ طبيب أسرة (GP). لا بأس في ذلك.
q-no_gp-family = ليس لدى الشخص طبيب أسرة (GP)
q-no_gp-professional = لا يوجد طبيب أسرة (GP)
q-home = من يعيش معكم؟
q-home-hint = والأطفال أيضاً. يمكنكم ترك هذا السؤال.
q-home-family = من يعيش مع الشخص؟
q-home-family-hint = والأطفال أيضاً.
q-home-professional = من يعيش مع الشخص
q-home-professional-hint = بمن فيهم الشريك والأطفال الآخرون.

s-you = معلومات عنكم
s-you-lead = لكي نستطيع التواصل معكم. نحتاج إلى طريقة واحدة: رقم هاتف أو بريد إلكتروني.
s-you-professional = معلومات عنكم، أنتم مقدمي الإحالة
s-you-professional-lead = نخبركم بما تقرر، وبالسبب. نحتاج إلى طريقة واحدة للتواصل معكم.
q-by_name = اسمكم
q-by_role = ما صلتكم بالشخص؟
q-by_role-hint = مثلاً: شريك أو شريكة، أم، صديق أو صديقة.
q-by_role-professional = وظيفتكم
q-by_source = أين تعملون
q-by_organisation = المؤسسة والموقع
q-by_telephone = رقمكم
q-by_telephone-hint = رقم يكون الاتصال به آمناً.
q-by_telephone-professional = رقمكم
q-by_telephone-professional-hint = رقم مباشر، إن وُجد.
q-by_email = بريدكم الإلكتروني
q-by_email-professional = بريدكم الإلكتروني في العمل

s-agree = هل يعرف الشخص؟
s-agree-lead = يمكنكم ترك هذا السؤال.
s-agree-professional = الموافقة
s-agree-professional-lead = لا تؤخر الموافقة أي حالة طارئة أبداً.
q-agreement = هل يعرف الشخص أنكم تطلبون المساعدة؟
q-agreement-professional = هل يعرف الشخص بالإحالة، وهل يوافق؟
o-agreement-agrees = يعرف، ويوافق
o-agreement-declines = يعرف، ولا يريد ذلك
o-agreement-not_asked = لا يعرف
o-agreement-agrees-professional = يعرف ويوافق
o-agreement-declines-professional = يعرف ويرفض
o-agreement-not_asked-professional = لم يُسأل
q-agreement_why = هل هناك شيء بشأن هذا ينبغي أن نعرفه؟
q-agreement_why-professional = إذا كان الشخص يرفض أو لم يُسأل: لماذا
q-agreement_why-professional-hint = مثلاً: أن السؤال كان سيعرّض شخصاً للخطر.

### How it is safe to reach her

s-reach = كيف يكون التواصل معكم آمناً؟
s-reach-lead =
    نحتاج إلى طريقة واحدة آمنة. ما تجيبون عنه بكلمة «لا»، لا نستخدمه. لا نترك أبداً رسالة تبيّن ما هو الموضوع.
s-reach-family = كيف يكون التواصل مع الشخص آمناً؟
s-reach-family-lead = قولوا ما تعرفونه. إن لم تكونوا متأكدين، يتأكد أحدنا أولاً من أن الحديث آمن.
s-reach-professional = طرق آمنة للتواصل مع الشخص
s-reach-professional-lead = «غير معروف» تعني أن أحدنا يجري مكالمة محايدة واحدة. و«لا» نلتزم بها.
q-reach_telephone = هل يمكننا الاتصال بكم؟
q-telephone = رقم هاتفكم
q-reach_voicemail = هل يمكننا ترك رسالة صوتية؟
q-reach_voicemail-hint = اسم ورقم لمعاودة الاتصال فقط.
q-reach_text = هل يمكننا إرسال رسالة نصية؟
q-reach_email = هل يمكننا إرسال بريد إلكتروني؟
q-email = بريدكم الإلكتروني
q-reach_letter = هل يمكننا إرسال رسالة بالبريد؟
q-address = عنوانكم
q-address-hint = حيث تكون الرسائل آمنة.
q-reach_note = ما أفضل وقت وأفضل طريقة؟
q-reach_note-hint = مثلاً: «صباحاً فقط»، «اتصلوا مرتين»، «يجب ألا يعرف شريكي».
q-reach_telephone-family = هل يمكننا الاتصال بالشخص؟
q-telephone-family = رقم هاتف الشخص
q-reach_voicemail-family = هل يمكننا ترك رسالة صوتية للشخص؟
q-reach_text-family = هل يمكننا إرسال رسالة نصية إلى الشخص؟
q-reach_email-family = هل يمكننا إرسال بريد إلكتروني إلى الشخص؟
q-email-family = البريد الإلكتروني للشخص
q-reach_letter-family = هل يمكننا إرسال رسالة بالبريد إلى الشخص؟
q-address-family = عنوان الشخص
q-reach_note-family = ما أفضل وقت وأفضل طريقة؟
q-reach_note-family-hint = مثلاً: «صباحاً فقط».
q-reach_telephone-professional = هل الاتصال الهاتفي آمن؟
q-telephone-professional = رقم هاتف الشخص
q-reach_voicemail-professional = هل ترك رسالة صوتية آمن؟
q-reach_text-professional = هل إرسال رسالة نصية آمن؟
q-reach_email-professional = هل إرسال بريد إلكتروني آمن؟
q-email-professional = البريد الإلكتروني للشخص
q-reach_letter-professional = هل إرسال رسالة بالبريد آمن؟
q-address-professional = العنوان
q-reach_note-professional = أفضل وقت وأفضل طريقة
o-reach_telephone-not_known-professional = غير معروف
o-reach_voicemail-not_known-professional = غير معروف
o-reach_text-not_known-professional = غير معروف
o-reach_email-not_known-professional = غير معروف
o-reach_letter-not_known-professional = غير معروف

s-tell = من يمكننا أن نخبر؟
s-tell-lead = نسألكم قبل أن نخبر أحداً. إذا كان هناك شخص في خطر، فقد نضطر إلى إخبار آخرين. نخبركم أنتم أولاً حيث يكون ذلك آمناً.
s-tell-professional = من يوافق الشخص على أن نخبرهم
s-tell-professional-lead = بحسب ما قاله الشخص. ما هو غير معروف لا يعني «نعم».
q-tell_gp = هل يمكننا إخبار طبيب الأسرة (GP)؟
q-tell_midwife = هل يمكننا إخبار القابلة، إن كانت لديكم قابلة؟
q-tell_health_visitor = هل يمكننا إخبار الزائرة الصحية، إن كانت لديكم زائرة صحية؟
q-supporter = هل هناك شخص يساندكم؟
q-supporter-hint = الاسم، وصلته بكم. يمكنكم ترك هذا السؤال.
q-supporter_telephone = رقم هذا الشخص
q-tell_supporter = هل يمكننا التحدث معه عنكم؟
q-tell_gp-professional = طبيب الأسرة (GP)
q-tell_midwife-professional = القابلة
q-tell_health_visitor-professional = الزائرة الصحية
q-supporter-professional = من يساند الشخص
q-supporter-professional-hint = الاسم، وصلته بالشخص. ويدخل في ذلك المدافع عن الحقوق (advocate).
q-supporter_telephone-professional = رقم هاتف المساند
q-tell_supporter-professional = المساند
o-tell_gp-not_known-professional = غير معروف
o-tell_midwife-not_known-professional = غير معروف
o-tell_health_visitor-not_known-professional = غير معروف
o-tell_supporter-not_known-professional = غير معروف

s-needs = ما الذي يساعدكم على التحدث معنا؟
s-needs-lead = يمكنكم ترك كل هذا.
s-needs-family = ما الذي يساعد الشخص على التحدث معنا؟
s-needs-family-lead = يمكنكم ترك كل هذا.
s-needs-professional = اللغة والاحتياجات
q-interpreter = هل تريدون مترجماً شفوياً؟
q-interpreter-hint = الترجمة مجانية. لا نطلب من العائلة أبداً أن تترجم.
q-interpreter-family = هل يريد الشخص مترجماً شفوياً؟
q-interpreter-family-hint = الترجمة مجانية. لا نطلب من العائلة أبداً أن تترجم.
q-interpreter-professional = هل يلزم مترجم شفوي؟
q-language = أي لغة، أو أي لغة إشارة؟
q-preferences = مع من تفضلون التحدث؟
q-preferences-hint = نحاول. لكننا لا نستطيع ذلك دائماً.
q-preferences-family = مع من يفضّل الشخص التحدث؟
q-preferences-professional = التفضيلات
o-preferences-woman = امرأة
o-preferences-language = شخص يتحدث لغتي
o-preferences-culture = شخص يعرف ثقافتي أو ديني
o-preferences-language-family = شخص يتحدث لغة الشخص
o-preferences-culture-family = شخص يعرف ثقافة الشخص أو دينه
o-preferences-language-professional = من يتحدث اللغة
o-preferences-culture-professional = من يعرف الثقافة أو الدين
q-preference_more = هل هناك شيء آخر مهم بشأن من يتحدث معكم؟
q-needs = ما الذي يساعد أيضاً؟
q-needs-hint = مثلاً: خط كبير، كلمات سهلة، مصعد، شخص يرافقكم.
q-needs-family = ما الذي يساعد الشخص أيضاً؟
q-needs-professional = احتياجات الوصول والتواصل

s-others = الحماية من الأذى (safeguarding)
s-others-lead =
    تُحفظ منفصلة عن بقية الإحالة، ويراها عدد أقل من الأشخاص. اتركوها فارغة إذا لم يكن لديكم قلق.
q-safeguarding = ما المعروف عن أطفال أو بالغين معرضين للخطر
q-safeguarding-hint = الخطط، والأخصائيون الاجتماعيون، وما يعرفه الشخص عن ذلك.
q-safeguarding_referred = هل تمت إحالة إلى خدمات الأطفال أو خدمات البالغين؟
o-safeguarding_referred-not_known = غير معروف

s-files = رسائل وملاحظات
s-files-lead =
    أرسلوا ما لديكم كما هو: رسالة، أو ملاحظة، أو صورة لصفحة. يمكنكم ترك هذا.
q-file = اختاروا ملفاً
q-file-hint = ملف PDF أو Word أو JPG أو PNG أو نص عادي، حتى 5 ميغابايت. ملف واحد في كل مرة، وخمسة ملفات في المجموع.
files-heading = الملفات حتى الآن
files-add = إضافة هذا الملف
files-remove = إزالة
e-file-empty = الملف فارغ
e-file-large = يجب أن يكون الملف أصغر من 5 ميغابايت
e-file-many = توجد خمسة ملفات بالفعل. أزيلوا واحداً لإضافة غيره.
e-file-type = يجب أن يكون الملف PDF، أو مستند Word من دون وحدات ماكرو، أو JPG، أو PNG، أو نصاً عادياً
e-file-fault = لم يُحفظ الملف. يُرجى المحاولة مرة أخرى، أو إرسال الإحالة من دونه.
e-file-harmful = لم يُحفظ الملف: عُثر فيه على فيروس
e-file-unscanned = تعذّر فحص الملف من الفيروسات، لذلك لم يُحفظ. يُرجى المحاولة مرة أخرى، أو إرسال الإحالة من دونه.

### What is wrong

e-missing = هذا مطلوب
e-choice = اختاروا إحدى الإجابات في هذه الصفحة
e-long = اختصروا هذا: 10,000 حرف على الأكثر للنص الطويل، و300 للسطر
e-long-short = استخدموا 300 حرف أو أقل
e-date = اكتبوا تاريخاً حقيقياً، مثل 27 3 1995، أو اتركوه فارغاً
e-future = يجب ألا يكون التاريخ في المستقبل
e-likely = تحققوا من التاريخ: إنه قديم جداً أو بعيد جداً. اكتبوا السنة بأربعة أرقام.
e-child = تحققوا من تاريخ الميلاد: إنه تاريخ ميلاد طفل. اكتبوا السنة بأربعة أرقام.
e-number = اكتبوا رقم هاتف، مثل 01632960001 أو 07700900123
e-email = اكتبوا عنوان بريد إلكتروني، مثل name@example.com
e-nhs-number = تحققوا من رقم NHS: 10 أرقام، مثل 9990000018. أو اتركوه فارغاً.
e-reach = اختاروا طريقة واحدة آمنة على الأقل للتواصل معكم
e-born-child-professional = تحققوا من تاريخ الميلاد: إنه تاريخ ميلاد طفل. اكتبوا تاريخ ميلادها هي، ورقم NHS الخاص بها.
e-now-missing = اختاروا كيف هي الأحوال، أو «أفضّل ألا أقول»
e-now-missing-professional = اختاروا الوضع، أو «غير معروف، أو يفضّل الشخص ألا يقول»
e-signs-missing = اختاروا ما حدث، أو «لا شيء من هذا»
e-call_back-missing = اكتبوا رقماً يكون الاتصال به آمناً، أو اذكروا أدناه أنه لا يوجد
e-call_back-missing-professional = اكتبوا رقمكم
e-no_number-both = كتبتم رقماً، وقلتم إنه لا يوجد رقم آمن. احذفوا الرقم، أو أزيلوا العلامة.
e-worry-missing = قولوا ما يقلقكم، في كلمات قليلة
e-worry-missing-professional = اذكروا ما يحدث
e-where-missing = اذكروا أين الشخص، أو «غير معروف»
e-with-missing = اذكروا من مع الشخص، أو «غير معروف»
e-name-missing = اكتبوا اسمكم. أي اسم يكفي.
e-name-missing-family = اكتبوا اسم الشخص. أي اسم يكفي.
e-name-missing-professional = اكتبوا اسماً. أي اسم يكفي.
e-by_name-missing = اكتبوا اسمكم
e-by_source-missing = اختاروا أين تعملون
e-by_organisation-missing = اكتبوا اسم مؤسستكم
e-by_telephone-missing = اكتبوا رقماً أو بريداً إلكترونياً يمكننا التواصل معكم عليه
e-agreement-missing = اختاروا هل يعرف الشخص ويوافق
e-telephone-missing = اكتبوا رقم الهاتف
e-email-missing = اكتبوا البريد الإلكتروني
e-address-missing = اكتبوا العنوان

### The summary

check-title = مراجعة
check-heading = راجعوا ما كتبتم
check-already = الجزء الأول موجود لدينا بالفعل. ما تضيفونه هنا يصل إلى المكان نفسه.
check-needed = قبل أن يمكن الإرسال:
check-left-out = متروك
check-helps = من المفيد إضافة ما يلي، إن كان لديكم: { $list }. يمكنكم الإرسال من دون ذلك.
change = تغيير
check-next-heading = ماذا يحدث بعد ذلك
check-next =
    عندما تضغطون «إرسال»، يقرؤه موظف مناوب، في أيام العمل. قد يتصل ليسأل عن المزيد، بالطرق التي قلتم إنها آمنة. ثم نخبركم أي فريق يستطيع المساعدة، ومتى.
check-next-family =
    عندما تضغطون «إرسال»، يقرؤه موظف مناوب، في أيام العمل. قد يتصل بكم ليسأل عن المزيد. ثم يحاول التواصل مع الشخص الذي تقلقون عليه، بطريقة آمنة.
check-next-professional =
    عندما تضغطون «إرسال الإحالة»، يقرؤه موظف مناوب، في أيام العمل. تحصلون الآن على رقم مرجعي. ونخبركم بما تقرر، وبالسبب.
check-advice-next =
    عندما تضغطون «طلب مشورة»، يقرؤه موظف مناوب، في أيام العمل، ويجيبكم. هذه ليست إحالة. إذا ساءت حالة الشخص، فأحيلوه أو اتصلوا.
check-who-heading = من يرى ذلك
check-who =
    الأشخاص الذين يعملون هنا ويعتنون بكم، ومن قلتم إنه يمكننا إخبارهم. في كل مرة يفتحه شخص، يُسجَّل اسمه والوقت.
check-who-family =
    الأشخاص الذين يعملون هنا. قد يطلب الشخص الذي تقلقون عليه يوماً أن يقرأه. في كل مرة يفتحه شخص، يُسجَّل الاسم والوقت.
check-who-professional =
    الموظف المناوب، واجتماع الفريق، والفريق الذي يتولى الإحالة. ما يرد تحت الحماية من الأذى مقيّد الاطلاع. قد يطلب الشخص أن يقرأ الإحالة.
send = إرسال
send-professional = إرسال الإحالة
send-advice = طلب مشورة
helps-nhs_number = رقم NHS
helps-born-day = تاريخ الميلاد
helps-ends-day = موعد الولادة المتوقع، أو تاريخ الولادة أو الفقدان إن كان معروفاً
helps-gp = عيادة طبيب الأسرة (GP)
helps-telephone = رقم هاتف للشخص
helps-medicines = الأدوية

### Sent

sent-title = تم الاستلام
sent-heading = وصلنا ما أرسلتموه
sent-heading-professional = تم استلام الإحالة
sent-heading-advice = تم استلام طلب المشورة
sent-reference = رقمكم المرجعي
sent-open = يوجد موظف مناوب هنا الآن، حتى { $until } اليوم.
sent-closed = لا أحد هنا يقرأ هذا قبل { $next }. إذا كان الأمر لا يحتمل الانتظار، فاتصلوا.
sent-next =
    يقرؤه الموظف المناوب وقد يتصل بكم ليسأل عن المزيد. ثم نخبركم أي فريق يستطيع المساعدة، ومتى. أحسنتم بطلب المساعدة.
sent-next-family =
    يقرؤه الموظف المناوب وقد يتصل بكم ليسأل عن المزيد. ثم يحاول التواصل مع الشخص الذي تقلقون عليه. قد لا نستطيع أن نخبركم بما ينتج عن ذلك. يمكنكم أن تتصلوا وتخبرونا بالمزيد في أي وقت.
sent-next-professional =
    يقرؤه الموظف المناوب وقد يتصل بكم ليسأل عن المزيد. ونخبركم بما تقرر، وبالسبب. حتى ذلك الوقت يبقى الشخص في رعايتكم ورعاية من يعتنون به الآن.
sent-next-advice =
    يجيبكم الموظف المناوب بالطريقة التي ذكرتموها. هذه ليست إحالة.
sent-emergency-open-heading = يوجد موظف مناوب هنا الآن
sent-emergency-open =
    يقرأ هذا قبل أي شيء آخر، حتى { $until } اليوم. إذا لم تسمعوا منا خلال ساعة، أو إذا ساءت الحالة، فاتصلوا. لا تنتظرونا.
sent-emergency-after = بعد ذلك لا أحد هنا يقرأ هذا قبل { $next }. اتصلوا عندئذ بالأرقام أدناه.
sent-emergency-closed-heading = لا أحد هنا يقرأ هذا قبل { $next }
sent-emergency-closed =
    وصلنا ما أخبرتمونا به. لكن لا تنتظرونا. اتصلوا الآن بالرقم 999 أو 111، أو اطلبوا من شخص قريب منكم أن يتصل. هم يردون في أي وقت. أنتم لا تضيّعون وقتهم.
sent-emergency-closed-professional =
    الإحالة محفوظة، وتُحسب الساعات الأربع من الآن. لم يقبلها أحد هنا بعد. تحدثوا الآن مع شخص يرد عليكم، وسلّموا الحالة شفهياً.
sent-number = عندما نتصل، نتصل بالرقم
sent-until-heading = إلى أن تسمعوا منا
sent-worse =
    إذا ساءت الحالة، أو شعرتم بالخوف، فاتصلوا. يمكنكم الاتصال بشأن الأمر نفسه كلما أردتم.
sent-worse-professional =
    إذا ساءت حالة الشخص، فاتصلوا؛ لا تكتبوا.
sent-keep-heading = احتفظوا بالرقم المرجعي
sent-keep =
    اذكروه عندما تتصلون، فنجد ما أخبرتمونا به. يمكنكم كتابته أو طباعة هذه الصفحة. إذا كان هناك شخص يجب ألا يراه، فلا تحتفظوا به: اسمكم يكفي.
sent-keep-professional =
    اذكروه عندما تتصلون. يمكنكم طباعة هذه الصفحة لحفظها في الملف.
print = طباعة هذه الصفحة
wont-heading = ما لن نفعله
wont-telephone = لن نتصل بكم هاتفياً.
wont-voicemail = لن نترك رسالة صوتية.
wont-text = لن نرسل رسالة نصية.
wont-email = لن نرسل بريداً إلكترونياً.
wont-letter = لن نرسل رسالة بالبريد.
wont-telephone-family = لن نتصل هاتفياً بالشخص الذي تقلقون عليه.
wont-voicemail-family = لن نترك له رسالة صوتية.
wont-text-family = لن نرسل إليه رسالة نصية.
wont-email-family = لن نرسل إليه بريداً إلكترونياً.
wont-letter-family = لن نرسل إليه رسالة بالبريد.
wont-telephone-professional = لن نتصل بالشخص هاتفياً.
wont-voicemail-professional = لن نترك للشخص رسالة صوتية.
wont-text-professional = لن نرسل إلى الشخص رسالة نصية.
wont-email-professional = لن نرسل إلى الشخص بريداً إلكترونياً.
wont-letter-professional = لن نرسل إلى الشخص رسالة بالبريد.
more-heading = أخبرونا بالمزيد إن استطعتم
more =
    هذا يساعد، ويمكن أن ينتظر. ما أخبرتمونا به محفوظ، سواء تابعتم أم لا.
more-go-on = إخبارنا بالمزيد
handover-heading = هل تحدثتم مع أحد؟
handover =
    الإحالة محفوظة. لكنها لا تكون في أمان إلا عندما يسمعها منكم شخص موجود في العمل الآن. قد يكون ذلك فريق الأزمات، أو فريق الارتباط (liaison)، أو الإسعاف، أو قسم الطوارئ، أو المسؤول الأقدم المناوب لدينا.
q-spoken_to = مع من تحدثتم؟
q-spoken_to-hint = الاسم والخدمة.
handover-send = سلّمتُ الحالة شفهياً
handover-noted = شكراً لكم. سجّلنا مع من تحدثتم.
e-spoken_to-missing = اكتبوا اسم من تحدثتم معه

### Kept for later

keep-link = حفظ لوقت لاحق
kept-title = تم الحفظ
kept-heading = تم الحفظ لوقت لاحق
kept-not-sent = هذه الإحالة لم تُرسل
kept-warning =
    لا يقرؤها أحد هنا قبل أن تفتحوها مرة أخرى وترسلوها. إذا كان الشخص لا يستطيع الانتظار، فاتصلوا الآن.
kept =
    اكتبوا هذين الاثنين أو اطبعوهما الآن. يظهران مرة واحدة فقط، ولا نستطيع إيجادهما لكم.
kept-link = الرابط
kept-code = الرمز
kept-until = محفوظة حتى
kept-go-on = المتابعة الآن
kept-banner-title = لم تُرسل
kept-banner-heading = هذه الإحالة لم تُرسل
kept-banner =
    هي محفوظة لوقت لاحق. لا يقرؤها أحد هنا قبل أن ترسلوها.
go-on-title = متابعة
go-on-link = متابعة إحالة محفوظة
go-on-heading = متابعة إحالة محفوظة
go-on =
    الإحالة المحفوظة لم تُرسل. تُحفظ لمدة 30 يوماً.
go-on-open = فتح

# من يناسب حتى الآن، بجانب نموذج المهنيين؛ ونموذج عبّأه نظام سجلات.
fits-heading = من يناسب حتى الآن
fits-hint = بحسب قواعد هذه المنطقة، ومما كتبتموه. القرار للفريق. يمكنكم الإرسال من دون كل ذلك.
fits-nothing-yet = عندما تذكرون كيف هي الحال وما الموضوع، تظهر هنا الفرق التي قد تناسب.
fits-nobody = بحسب القواعد لا أحد يستقبل هذا كما هو. أرسلوه مع ذلك: يقرؤه الفريق ويناقشه.
fits-fits = يناسب
fits-meeting = يناقشه الفريق
fits-missing = قد يناسب. غير معروف بعد: { $list }
fits-need = ما الذي يحتاج الشخص إلى المساعدة فيه
fits-severe = مدى شدة الحالة، وهو ما يسأل عنه الفريق
fits-stage = كيف هي الحال الآن
fits-age = تاريخ الميلاد
fits-window = تاريخ الولادة أو الفقدان
fits-area = الرمز البريدي أو عيادة طبيب الأسرة (GP)
filled-title = نموذجكم
filled-heading = عبّأ نظام السجلات لديكم هذا النموذج
filled =
    اقرؤوا كل صفحة قبل الإرسال. ما لا يجيب عنه غيركم تُرك فارغاً.

    يفتح هذا الرابط النموذج مرة واحدة.
filled-open = فتح النموذج
filled-gone-title = لا يوجد نموذج
filled-gone-heading = هذا الرابط لا يفتح شيئاً
filled-gone =
    يفتح الرابط القادم من نظام السجلات النموذج مرة واحدة خلال 15 دقيقة. اطلبوا رابطاً جديداً من نظامكم، أو ابدؤوا من هنا.
filled-anew = بدء نموذج
q-link = الرابط
q-link-hint = الرابط كاملاً، أو الجزء الأخير منه.
q-code = الرمز
q-code-hint = 8 أرقام.
e-code-wrong = هذا الرابط وهذا الرمز لا يفتحان شيئاً. تحققوا منهما. لا يمكن فتح الإحالة بعد رموز خاطئة كثيرة، أو إذا أُرسلت، أو مضى عليها وقت طويل.

### When it does not work

gone-title = غير موجود هنا
gone-heading = ما كُتب لم يعد موجوداً هنا
gone =
    لا يُحفظ شيء هنا أكثر من 24 ساعة بعد آخر مرة كتبتم فيها. ويُمحى فوراً عندما تضغطون «مغادرة هذه الصفحة» أو تغلقون المتصفح. وقد يكون السبب أن هذا المتصفح لا يقبل ملفات تعريف الارتباط (cookies).

    إذا لم تروا صفحة فيها رقم مرجعي، فإنه لم يُرسل. يمكنكم البدء من جديد، أو الاتصال.
not-sent-title = لم يُرسل
not-sent-heading = هذا لم يُرسل
not-sent =
    هناك خلل في أجهزتنا، وليس فيما فعلتموه. لم يقرأ أحد هنا هذا. ما كتبتموه موجود أدناه: يُرجى المحاولة مرة أخرى بعد دقيقة.

    إذا كان الأمر لا يحتمل الانتظار، فاتصلوا الآن.
in-doubt-title = لا يُعرف هل أُرسل
in-doubt-heading = لا نستطيع أن نعرف هل أُرسل هذا
in-doubt =
    هناك خلل في أجهزتنا، وليس فيما فعلتموه. يُرجى المحاولة مرة أخرى بعد دقيقة: إذا كان قد أُرسل بالفعل، فلن يُرسل مرتين.

    إذا كان الأمر لا يحتمل الانتظار، فاتصلوا الآن.
not-sent-again = المحاولة مرة أخرى
not-sent-typed-heading = ما كتبتموه، لكي تستطيعوا نسخه
too-large-title = طويل جداً
too-large-body =
    كان ذلك أكثر مما نستطيع استلامه في مرة واحدة، ولم يُرسل. يُرجى الرجوع في المتصفح واختصاره، أو الاتصال.

## What there is

services-title = ما المتاح لكم
services-body =
    لا يلزم أن تختاروا. أياً كان من تسألونه، نعرّفكم بالفريق المناسب.
choose-body = إن أردتم، قولوا لمن هذا، فترون ما يناسب فقط. لا نحتفظ بما تختارونه.
choose-now = كيف هي الأحوال الآن؟
choose-now-any = أفضّل ألا أقول
choose-now-thinking = تفكير في إنجاب طفل
choose-now-pregnant = حمل
choose-now-baby = بعد ولادة طفل
choose-now-loss = بعد فقدان طفل أو حمل
choose-for = لمن هذا؟
choose-for-any = لأي شخص
choose-for-me = لي
choose-for-family = لأحد أفراد عائلتي
choose-for-professional = أعمل مع العائلات، وأبحث لشخص ما
choose-show = عرض ما يناسب
services-chosen = ترون ما يناسب اختياركم.
services-all = عرض كل شيء
services-teams-heading = فرقنا
services-nobody-else = لا توجد في قائمتنا جهة أخرى لهذا. اسألونا، أو اسألوا طبيب الأسرة (GP).
group-talk = أشخاص يمكنكم التحدث معهم
group-care = القابلات والزائرات الصحيات
group-therapy = طبيب الأسرة (GP)، والمساعدة عن طريق الحديث
group-partners = للآباء والشركاء ومقدمي الرعاية
group-charities = جمعيات خيرية
group-loss = بعد الفقدان
group-others = جهات أخرى تساعد
entry-ring = اتصلوا بالرقم
entry-text = أرسلوا رسالة نصية إلى
entry-web = على الإنترنت:
entry-owner = من يحرص على صحة هذه المعلومات: { $owner }.
services-anyone-heading = لمن هذه الخدمات
services-anyone =
    لكل من يفكر في حمل، ولكل حامل، ولكل من أنجب طفلاً، ولكل من فقد طفلاً أو حملاً. لا يلزم أن يكون معكم طفل في البيت. بعض الفرق تساعد لمدة محددة فقط؛ اسألونا، ونخبركم.
services-not-offered-heading = ما لا نقدمه
services-not-offered =
    هذه الفرق لا تجري تقييماً للآباء والشركاء أنفسهم. بدلاً من ذلك يوجد فحص ذاتي على الإنترنت للآباء والشركاء، وجهات أخرى يمكنها المساعدة.
services-partners-link = المزيد للآباء والشركاء
services-how-heading = كيف تطلبون المساعدة
services-how =
    يمكنكم أن تطلبوا المساعدة لأنفسكم. لا يلزم أن يطلبها أحد نيابة عنكم.

## For those a page about pregnancy easily leaves out

partners-title = للآباء والشركاء
partners-body =
    من الصعب أن يكون شخص تحبونه ليس بخير. وقد يؤثر ذلك في صحتكم أيضاً. أنتم أيضاً مهمون.

    هذه الصفحة لكل أب أو أم شريكة أو شريك أو جد أو جدة أو أي شخص قريب.
partners-you-heading = مساعدة لكم
partners-you =
    أخبروا طبيب الأسرة (GP) بما تشعرون به، أو اتصلوا بخدمة NHS 111 واختاروا الخيار 2. يمكنكم أيضاً سؤال طبيب الأسرة عن خدمة NHS Talking Therapies (العلاج بالحديث).
partners-not-offered-heading = ما لا نقدمه
partners-not-offered =
    الفرق هنا لا تجري تقييماً للشركاء أنفسهم. مع ذلك يمكنكم أن تخبرونا كيف حالكم. نحن نخبركم بمن يستطيع المساعدة.
partners-her-heading = إذا كنتم قلقين عليها، أو عليه
partners-her =
    يمكنكم أن تسألونا عمّا ينبغي فعله، حتى إن لم تكونوا متأكدين.

partners-signs-heading = اتصلوا الآن إذا رأيتم أياً مما يلي
partners-signs =
    هذه علامات تحذير لديها، أو لدى الشخص القريب منكم. لا تنتظروا لتروا هل تزول. لا يلزم أن تكونوا متأكدين.
partners-signs-baby =
    إذا كان هناك طفل رضيع:
partners-check-heading = كيف حالكم؟
partners-check =
    يمكنكم الإجابة عن خمسة أسئلة قصيرة عن أنفسكم. لا أحد يقرأ الإجابات، ولا تُحفظ. بعدها نخبركم بمن يمكنكم اللجوء إليه.
partners-check-link = اعرفوا كيف حالكم

partners-ask-link = اطلبوا منا المساعدة لأنفسكم
partners-carers-heading = إذا كنتم تعتنون بها أو به
partners-carers =
    إذا كنتم تعتنون بشخص ليس بخير، فلكم الحق في تقييم احتياجات مقدّم الرعاية (carer's assessment). يجريه المجلس المحلي (council)، وهو مجاني. وينظر في ما تحتاجون إليه أنتم. يمكنكم طلبه سواء كان ذلك الشخص يتلقى المساعدة منا أم لا.
partner-title = لكم أيضاً
partner-heading = اطلبوا المساعدة لأنفسكم، بصفتكم شخصاً قريباً
partner-body =
    يمكنكم أن تطلبوا المساعدة منا لأنفسكم. ويكون لكم سجل خاص بكم.

    - لا نسألكم شركاء من أنتم، ولا يلزم أن تقولوا ذلك.
    - ما تقولونه لا يُكتب في سجل أي شخص آخر.
    - لا نخبر أحداً بأنكم طلبتم المساعدة، إلا إذا وافقتم أو كان هناك شخص في خطر.
    - لا نقول أبداً هل نعرف شخصاً آخر.

    قد لا نكون الفريق المناسب لكم. عندئذ نخبركم من هو الفريق المناسب، وكيف تصلون إليه.

## Five questions for a partner, which nobody reads

yourself-title = خمسة أسئلة
yourself-heading = كيف حالكم؟
yourself-body =
    هذه الأسئلة الخمسة عنكم أنتم. تستغرق نحو دقيقة.

    - لا أحد يقرأ إجاباتكم. ولن يتصل بكم أحد بسببها.
    - لا نحفظ إجاباتكم. ولا نعرف من أنتم.
    - لا تستطيع الأسئلة أن تخبركم بما هو الخطأ. هي تخبركم بمن يمكنكم اللجوء إليه.
    - أُعدّت الأسئلة للبالغين. إذا كان عمركم أقل من 18 عاماً، فتحدثوا إلى طبيب الأسرة (GP)، أو اتصلوا بخدمة NHS 111 واختاروا الخيار 2.
yourself-english =
    الأسئلة باللغة الإنجليزية، لأن أحداً لم يراجعها بلغات أخرى بعد.
yourself-rather-not = أفضّل عدم الإجابة
yourself-send = أروني إلى من ألجأ
yourself-ring-heading = من فضلكم اتصلوا بأحد الآن
yourself-ring =
    قلتم إنكم تفكرون في الموت أو في إيذاء أنفسكم. لا أحد يقرأ هذا، ولذلك لن يتصل بكم أحد. من فضلكم اتصلوا الآن بأحد هذه الأرقام. لا يلزم أن تكونوا متأكدين، ولا يلزم أن تبقوا وحدكم مع هذا.
yourself-talk-heading = من فضلكم تحدثوا إلى أحد
yourself-talk =
    ما قلتموه يشبه ما يقوله من يشعرون بالحزن أو القلق منذ مدة. لا تستطيع هذه الصفحة أن تخبركم بالسبب. طبيب الأسرة (GP) أو المعالج بالحديث يمكنه أن يستمع ويساعد.
yourself-nothing-heading = لا شيء لافت في إجاباتكم
yourself-nothing =
    لا يعني ذلك أن كل شيء بخير. إذا كنتم لا تشعرون بأنكم بخير، فتحدثوا إلى أحد. أنتم أعرف بأنفسكم.
yourself-nobody-reads =
    لا أحد يقرأ إجاباتكم، وقد مُحيت الآن. نحن نعدّ فقط أن هذه الأسئلة استُخدمت اليوم.
yourself-turn-heading = إلى من يمكنكم اللجوء
yourself-back = للآباء والشركاء
e-yourself-question = أجيبوا عن السؤال { $nth }
e-yourself-left-out = اختاروا إجابة واحدة
e-yourself-last = اختاروا إجابة واحدة، أو اختاروا أنكم تفضّلون عدم الإجابة

loss-title = بعد الفقدان
loss-quiet-title = المزيد لكم
loss-body =
    نأسف لما حدث. كيفما حدث، ومهما مضى عليه من وقت، يمكنكم طلب المساعدة بشأن ما تشعرون به.
loss-help-heading = ما المساعدة المتاحة
loss-help =
    ربما كان إجهاضاً تلقائياً (سقوط الحمل)، أو حملاً خارج الرحم أو حملاً عنقودياً، أو إنهاءً للحمل لأي سبب. وربما كان ولادة طفل متوفى، أو وفاة طفل بعد الولادة. وربما عاش أحد التوأمين، أو أن طفلكم لا يعيش معكم.

    لا يلزم أن يكون معكم طفل في البيت. ولا يلزم أن تخبروا أحداً بالتاريخ.
loss-say-heading = عندما تطلبون المساعدة
loss-say =
    يمكنكم أن تقولوا قليلاً أو كثيراً، كما تريدون. إذا كان لطفلكم اسم، فأخبرونا به لنستخدمه. أخبرونا إن كانت هناك كلمات لا تريدون سماعها.
loss-partners-heading = الشركاء والعائلة
loss-partners =
    هذا الفقدان فقدانكم أنتم أيضاً. يمكنكم طلب المساعدة لأنفسكم.

## What people said, and what was done

said-and-done-title = قلتم، فعملنا
said-and-done-body =
    ما أخبرنا به الناس عن هذه المساعدة، وما غيّرناه. لا يُذكر هنا اسم أحد.
said-and-done-none =
    لا شيء هنا بعد. عندما نغيّر شيئاً بسبب ما أخبرنا به الناس، نكتبه هنا.
said-and-done-said = قلتم
said-and-done-done = عملنا
said-and-done-on = تم في { $day }

## Saying how it was

how-it-was-title = كيف كان الأمر
how-it-was-heading = كيف كان الأمر بالنسبة إليك؟
how-it-was-body =
    أخبرنا بما كان جيدًا وبما يمكننا تحسينه. لا حاجة إلى ذكر من تكون. لا يغيّر ذلك شيئًا في المساعدة التي يحصل عليها أي شخص.
how-it-was-not-read-heading = لا نقرأ هذا على الفور.
how-it-was-not-read = نريد أن نقرأه قبل { $by }. إذا احتاج أحد إلى المساعدة فلا تكتب ذلك هنا. اتصل الآن.
how-it-was-changed = إذا احتجت إلى شيء أو تغيّر شيء فاستخدم هذه الصفحة. نقرؤها أسرع.
how-it-was-who = من أنت؟
how-it-was-who-herself = طلبت المساعدة لنفسي
how-it-was-who-family = أنا شريك أو من العائلة أو الأصدقاء
how-it-was-who-professional = أعمل مع العائلات
how-it-was-who-not_said = أفضّل ألا أقول
how-it-was-well = ما الذي كان جيدًا؟
how-it-was-better = ما الذي يمكن أن يكون أفضل؟
how-it-was-words-hint = من فضلك لا تذكر أسماء، لا اسمك ولا أسماء الآخرين.
how-it-was-show = هل يجوز أن يعرف الآخرون بذلك؟
how-it-was-show-hint = في صفحة «قلتم، فعملنا». نستخدم كلماتنا هناك، ولا يمكن لأحد أن يرى أنك صاحب الكلام.
how-it-was-show-yes = نعم، يجوز أن تخبروا الآخرين بكلماتكم
how-it-was-answer = هل تريد جوابًا؟
how-it-was-answer-no = لا. عندئذ لا شيء هنا يدل عليك.
how-it-was-answer-yes = نعم. أكتب أدناه إلى أين يمكن إرساله.
how-it-was-answer-own = نعم، بطريقة قلت إنها آمنة. عندئذ نعرف أنك كتبت هذا.
how-it-was-reach = إلى أين يمكن إرسال الجواب؟
how-it-was-reach-hint = رقم هاتف أو بريد إلكتروني إذا أردت جوابًا. فقط حيث لا يسمع ولا يقرأ أحد غيرك.
how-it-was-seen-heading = ما الذي يمكننا رؤيته
how-it-was-seen =
    نحتفظ بما تكتب وبوقت إرساله. لا نحتفظ باسمك ولا بجهازك. قد يخمّن من يعرفك ذلك من كلماتك.
how-it-was-seen-own =
    نحتفظ أيضًا بوقت فتح صفحتك. من يقارن الوقتين قد يخمّن أنك أنت.
how-it-was-thanks-heading = شكرًا لك
how-it-was-thanks =
    وصلنا ما كتبت، ونريد أن نقرأه قبل { $by }.
how-it-was-thanks-answer =
    تحصل على جواب بعد ذلك. إذا لم تسمع شيئًا فاتصل بنا.
how-it-was-link = أخبرنا كيف كان الأمر
how-it-was-e-empty = اكتب ما كان جيدًا أو ما يمكن أن يكون أفضل
how-it-was-e-reach = اكتب إلى أين يمكن إرسال الجواب، أو اختر أنك لا تريد جوابًا
how-it-was-e-reach-long = هذا طويل جدًا. يكفي رقم هاتف أو بريد إلكتروني.

## How this site treats its readers

privacy-title = الخصوصية وملفات تعريف الارتباط (cookies)
privacy-body =
    يمكنكم قراءة كل صفحة هنا من دون أن تخبرونا من أنتم. إذا طلبتم المساعدة، فأنتم تختارون ما تقولونه.
privacy-here-heading = ما يحفظه هذا الموقع عنكم
privacy-here =
    لا شيء، ما دمتم تقرؤون. الموقع يعدّ كم مرة تُفتح كل صفحة، وليس من يفتحها. ولا يرسل شيئاً إلى مواقع أخرى.

    عندما تطلبون المساعدة هنا، يحفظ الموقع ما تكتبونه أولاً بأول، لكي لا يضيع شيء. إذا لم ترسلوه، يُمحى بعد 24 ساعة من آخر مرة كتبتم فيها، أو فور ضغطكم على «مغادرة هذه الصفحة». النموذج الذي يحفظه مهني لوقت لاحق يُمحى بعد 30 يوماً.

    ما ترسلونه يصبح جزءاً من سجلكم، كأنكم أخبرتمونا به بالهاتف. عندما يخبرنا شخص أنه لا يوجد هاتف آمن، يُحسب ذلك كعدد فقط، من دون اسم.

    هناك أسئلة للآباء والشركاء عن حالهم. الإجابات لا تُحفظ، ولا يقرؤها أحد. نعدّ كم مرة تُستخدم في اليوم، وإلى أين دلّت الإجابات.

    لمنع البرامج الآلية من ملء النماذج، يُحفظ عنوان اتصالكم بالإنترنت لنحو دقيقة عندما تبدؤون. ولا يُسجَّل كتابةً.
privacy-who-heading = من يرى ما تخبروننا به
privacy-who =
    - الأشخاص الذين يعتنون بكم يرون ما يحتاجون إليه لرعايتكم.
    - في كل مرة يفتح شخص سجلاً، يُسجَّل اسمه والوقت.
    - المديرون يرون أعداداً، لا أسماء.
    - قد يُخبَر الأشخاص الذين تسمّونهم، إذا وافقتم. إذا كان هناك شخص في خطر، فقد نضطر إلى إخبار آخرين؛ نخبركم أنتم أولاً حيث يكون ذلك آمناً.
privacy-cookies-heading = ملفات تعريف الارتباط (cookies)
privacy-cookies =
    لا يضع هذا الموقع أي ملف تعريف ارتباط عندما تقرؤونه. عندما تبدؤون طلب المساعدة، يضع ملفاً واحداً، لكي تعرف الصفحة التالية ما كتبتموه في السابقة. يحتوي الملف على رقم عشوائي ولا شيء عنكم. ويُمحى عندما تغلقون المتصفح أو تضغطون «مغادرة هذه الصفحة».

    الموظفون الذين يسجّلون الدخول يحصلون على ملف واحد، لكي يبقى دخولهم مسجلاً. وينتهي بانتهاء جلستهم.
privacy-languages = إذا اخترتم لغة أخرى، يحفظ ملف ارتباط واحد إضافي هذه اللغة. ويُحذف عند إغلاق المتصفح أو الضغط على «مغادرة هذه الصفحة».
privacy-leaving-heading = إذا كان هناك من يراقب ما تتصفحونه
privacy-leaving =
    ما تختارونه في هذا الموقع يظهر في عنوان الصفحة كرقم، لا ككلمات.

    زر «مغادرة هذه الصفحة» ينهي ما كتبتموه وينقلكم فوراً إلى صفحة الطقس. على لوحة المفاتيح يمكنكم أيضاً الضغط على Shift ثلاث مرات. والرجوع إلى الخلف لا يُظهر ما كتبتموه.

    لكنه لا يستطيع محو كل شيء. أسماء الصفحات التي فتحتموها من قبل قد تبقى في سجل هذا المتصفح. شركة الهاتف، أو من قام بإعداد الهاتف، قد يرى المواقع التي يطلبها. وقد تتذكر لوحة مفاتيح الهاتف ما تكتبونه. يمكنكم استخدام نافذة خاصة، أو هاتف لا يستخدمه أحد غيركم، أو الاتصال.

accessibility-title = سهولة الاستخدام للجميع
accessibility-body =
    نريد أن يتمكن الجميع من استخدام هذا الموقع.
accessibility-can-heading = ما يمكنكم فعله
accessibility-can =
    - تكبير النص بالقدر الذي تحتاجون إليه
    - استخدام لوحة المفاتيح وحدها
    - استخدام قارئ الشاشة
    - قراءة كل صفحة من دون برامج نصية (scripts)
accessibility-short-heading = ما ينقص
accessibility-short =
    لم يفحصها بعد أحد من خارج الفريق الذي يعدّ هذا البرنامج. صُممت لتستوفي معيار WCAG 2.2 AA، ولا ندّعي أنها تستوفيه قبل أن يفحصها أحد.
accessibility-english = الصفحات باللغة الإنجليزية فقط.
accessibility-languages = يمكنكم أيضاً قراءة هذه الصفحات باللغات التالية: { $languages }. راجع شخصٌ مختص هذه الكلمات. أما ما نقوله عن الخدمات المحلية فهو بالإنجليزية.
accessibility-help-heading = إذا كان هناك شيء لا يعمل معكم
accessibility-help =
    اتصلوا بالأرقام الموجودة في صفحة «بمن تتصلون الآن» واطلبوا ما تحتاجون إليه بطريقة أخرى. يمكننا إرساله بالبريد، أو بخط كبير، أو بلغة أخرى، أو قراءته لكم.

## When something goes wrong

not-found-title = لا نجد هذه الصفحة
not-found-body =
    ربما في العنوان خطأ صغير، أو نُقلت الصفحة. يمكنكم العودة إلى البداية.
unavailable-title = هذه الصفحة لا تعمل الآن
unavailable-body =
    يُرجى المحاولة مرة أخرى بعد دقيقة. إذا كنتم تحتاجون إلى أحد الآن، فلا تنتظروا هذا الموقع.
broken-title = حدث خلل هنا
broken-body =
    هذا ليس ذنبكم، وقد سُجّل الخلل لدينا. إذا كنتم تحتاجون إلى أحد الآن، فلا تنتظروا هذا الموقع.
not-understood-title = لم نستطع فعل ذلك
not-understood-body =
    لم يتغير شيء. يُرجى العودة إلى البداية وتجربة طريقة أخرى.

## Questions that somebody answers by herself

questions-title = بعض الأسئلة
questions-heading = بعض الأسئلة من الفريق
questions-word =
    اتفق معكم أحد أعضاء الفريق على كلمة. اكتبوها هنا، لكي لا يستطيع أحد غيركم فتح هذه الصفحة.
q-word = كلمتكم
q-word-hint = لا فرق بين الحروف اللاتينية الكبيرة والصغيرة
questions-open = فتح
e-word-wrong = الرابط أو الكلمة لا يفتحان شيئاً. ربما هناك حرف خاطئ، أو انتهى وقت الإجابة. اطلبوا من الفريق رابطاً جديداً أو كلمة جديدة.
questions-closed-heading = لا يمكنكم الإجابة عن هذه الأسئلة الآن
questions-closed =
    بعض الأسئلة عن السلامة. لا نطرحها إلا عندما يوجد هنا من يعرف إجابتكم على الفور.
questions-closed-until = يمكنكم فتحها مرة أخرى ابتداءً من { $until }.
questions-for-adults-heading = هذه الأسئلة للبالغين
questions-for-adults =
    أُعدّت لمن هم في سن 18 أو أكبر، لذلك لا نطلب منكم الإجابة عنها هنا.

    ما زلنا نريد أن نعرف كيف حالكم. يستطيع أحد أعضاء الفريق التحدث معكم. يمكنكم الاتصال بنا، أو سؤال من أعطاكم هذا الرابط.
questions-begin-heading = قبل أن تبدؤوا
questions-begin =
    خذوا وقتكم. في كل صفحة سؤال واحد، وتُحفظ كل إجابة فور تقديمها. يمكنكم ترك أي سؤال، ويمكنكم التوقف في أي وقت.

    يقرأ إجاباتكم أعضاء الفريق الذين يعتنون بكم. لا يقرؤها أحد غيرهم.
questions-read-within = يقرأ أحد أعضاء الفريق إجاباتكم خلال { $hours ->
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $hours } ساعات
       *[other] { $hours } ساعة
    }.
questions-begin-risk =
    إذا دلّت إجابة على أنكم أو طفلكم قد لا تكونون في أمان، يُبلَّغ أحد أعضاء الفريق على الفور. وسيتواصل معكم.
questions-start = بدء
questions-caption = السؤال { $nth }
questions-choose = اختاروا إجابة واحدة
e-answer-missing = اختاروا إجابة، أو اتركوا هذا السؤال
questions-save = حفظ ومتابعة
questions-skip = ترك هذا السؤال
questions-heard-heading = شكراً لأنكم أخبرتمونا. لا يلزم أن تنتظرونا.
questions-heard =
    يُبلَّغ الآن أحد أعضاء الفريق بما أجبتم به، وسيتواصل معكم.
questions-go-on = متابعة الأسئلة
questions-end-heading = هل هناك شيء آخر يقلقكم؟
questions-end-hint = بكلماتكم أنتم. يمكنكم ترك هذا فارغاً.
questions-finish = انتهيت
questions-done-heading = شكراً لكم، وصلتنا إجاباتكم
questions-done =
    يمكنكم إغلاق هذه الصفحة. لا يستطيع أحد فتح إجاباتكم من هنا مرة أخرى.
questions-gone-heading = هذه الأسئلة مغلقة هنا
questions-gone =
    كل ما أجبتم عنه محفوظ. إذا أردتم المتابعة، فافتحوا الرابط مرة أخرى واكتبوا كلمتكم. إذا لم يُفتح، فاسألوا الفريق.

## A page of her own. It never says who she is, whom she is with, or what it is about.

own-title = صفحتكم
own-open-heading = افتحوا صفحتكم
own-open =
    اكتبوا الكلمة التي اخترتموها، أو التي اتفقتم عليها مع أحدنا. عندها لا يستطيع أحد غيركم فتح هذه الصفحة.
own-word-wrong = الرابط أو الكلمة لا يفتحان شيئاً. ربما هناك حرف خاطئ، أو يوجد رابط أحدث. يمكنكم أن تتصلوا بنا وتطلبوا رابطاً جديداً.
own-heading = إلى أين وصلت الأمور
own-step-asked = تواصلتم معنا، أو تواصل أحد من أجلكم، في { $on }
own-step-being-read = نقرأ ما وصلنا ونقرر من يستطيع المساعدة
own-step-appointment = تحصلون على أول موعد
own-step-care = أحد يساعدكم
own-step-now = الآن
own-step-done = تم
own-hear-heading = متى تسمعون منا
own-by =
    ينبغي أن يكون أحدنا قد التقى بكم أو تحدث معكم مطولاً قبل { $by }. إذا لم تسمعوا شيئاً حتى ذلك الحين، فاتصلوا بنا.
own-late =
    كان ينبغي أن يلتقي بكم أحدنا أو يتحدث معكم مطولاً قبل { $by }. انتهى هذا الوقت. لقد تأخرنا، ونعتذر. اتصلوا بنا من فضلكم.
own-hear-unknown =
    لا توجد مهلة جارية يمكن أن نذكرها هنا. يمكنكم أن تتصلوا وتسألوا كلما أردتم.
own-hear-care =
    يخبركم من يساعدكم متى تلتقون في المرة القادمة. إذا لم تكونوا متأكدين، فاتصلوا بنا.
own-ring-heading = بمن تتصلون الآن
own-do-heading = ما يمكنكم فعله هنا
own-changed-link = لقد تغير شيء
own-choices-link = كيف يمكننا الوصول إليكم، ومن يمكننا أن نخبر
own-stop-link = لا أريد أن أستمر
own-leave =
    تُغلق هذه الصفحة بعد نصف ساعة، أو عندما تضغطون «الخروج من هذه الصفحة». يفتحها رابطكم وكلمتكم من جديد.
own-waits-something_changed = أخبرتمونا أن شيئاً قد تغير. يقرؤه أحدنا ويتواصل معكم.
own-waits-asked_to_withdraw = أخبرتمونا أنكم لا تريدون أن تستمروا. لم يُغلق شيء بعد. يتحدث أحدنا معكم أولاً.
own-waits-wished_otherwise = طلبتم شيئاً كنتم قد قلتم له لا من قبل. يتحدث أحدنا معكم أولاً.
own-not-heading = لم نستطع أن نتولى هذا
own-signposted-heading = يستطيع غيرنا مساعدتكم بشكل أفضل
own-signposted =
    أخبرناكم من هو. إذا لم تعودوا تعرفون، أو لم ينجح الأمر، فاتصلوا بنا.
own-why = السبب:
own-why-criteria_not_met = ما نقدمه هو لاحتياجات غير احتياجاتكم، بحسب ما نعرفه الآن.
own-why-other_team_fits = فريق آخر يناسب ما تحتاجون إليه أكثر.
own-why-already_with_other_team = فريق آخر يساعدكم في هذا بالفعل.
own-why-lives_elsewhere = حيث تسكنون، هناك آخرون من أجلكم.
own-why-she_prefers_otherwise = أخبرتمونا أنكم لا تريدون هذا الآن.
own-why-advice_was_enough = كانت النصيحة كافية في الوقت الحالي.
own-why-could_not_be_reached = حاولنا ولم نستطع الوصول إليكم.
own-why-other = كان هناك سبب آخر. اتصلوا بنا ونخبركم به.
own-withdrawn-heading = تم إغلاق هذا
own-withdrawn =
    تم سحب الطلب، منكم أو معكم.
own-ended-heading = انتهى وقتنا معاً
own-ended =
    لستم وحدكم. الأرقام في هذه الصفحة ما زالت من أجلكم.
own-back-heading = يمكنكم أن تعودوا
own-back =
    إذا تغيرت الأمور أو ساءت، فاطلبوا من جديد. لا تحتاجون إلى سبب يبدو جيداً. لا أحد ينزعج لأنكم طلبتم من قبل.
own-back-link = اطلبوا من جديد
own-gone-heading = هذه الصفحة مغلقة هنا
own-gone =
    إذا أردتم أن تكملوا، فافتحوا رابطكم من جديد واكتبوا كلمتكم. إذا لم يفتح، فاتصلوا بنا واطلبوا رابطاً جديداً.
own-changed-heading = ماذا تغير؟
own-changed =
    يقرؤه أحدنا. لا تفقدون مكانكم بسببه.
own-changed-words = بكلماتكم
own-changed-words-hint = مثلاً: النوم، قلق جديد، الولادة، هاتف آخر. يمكنكم أن تتركوا هذا إذا اخترتم شيئاً أعلاه.
own-send = إرسال
own-e-changed = اختاروا ما حدث، أو اكتبوا ما تغير
own-e-long = هذا طويل جداً. يتسع المكان هنا لألفي حرف على الأكثر.
own-heard-heading = شكراً لكم، وصلنا ما كتبتم
own-changed-heard =
    يقرؤه أحدنا ويتواصل معكم بطريقة قلتم إنها آمنة.
own-at-once-heading = شكراً لأنكم أخبرتمونا. لا تنتظرونا.
own-at-once =
    يُبلَّغ أحدنا الآن، ويتواصل معكم بطريقة قلتم إنها آمنة.
own-to-page = العودة إلى صفحتكم
own-stop-heading = هل لا تريدون أن تستمروا؟
own-stop =
    القرار لكم. إذا أخبرتمونا، فلن يُغلق شيء بعد. يتحدث أحدنا معكم أولاً بطريقة قلتم إنها آمنة.

    ربما حدث خطأ ما، أو يريد أحد منكم أن تتوقفوا. يمكنكم أن تخبرونا بذلك أيضاً.
own-stop-words = هل هناك شيء ينبغي أن نعرفه؟
own-stop-words-hint = يمكنكم أن تتركوا هذا فارغاً.
own-stop-send = لا أريد أن أستمر
own-stop-heard =
    لم يُغلق شيء بعد. يتحدث أحدنا معكم أولاً. إذا غيرتم رأيكم فلا بأس: أخبرونا عندها.
own-choices-heading = كيف يمكننا الوصول إليكم
own-choices =
    ما تجيبون عنه بلا نتوقف عنه فوراً. إذا قلتم لا من قبل وتقولون نعم الآن، يتحدث أحدنا معكم أولاً.
own-tell-supporter = هل يمكننا أن نتحدث عنكم مع الشخص الذي يدعمكم؟
own-save = حفظ
own-number-heading = رقم آخر أو عنوان آخر
own-number =
    لا نعرض هنا رقمكم أو عنوانكم، لكي لا يقرأه أحد غيركم. إذا كان الآن غيره، فاتصلوا بنا.
own-saved-heading = وصلتنا اختياراتكم
own-saved =
    ما أجبتم عنه بلا يسري من الآن.
own-saved-talk-first =
    بعض ذلك كان لا من قبل. يبقى لا حتى يتحدث أحدنا معكم.
own-not-kept-heading = لم نستطع حفظ هذا
own-not-kept =
    تغير شيء هنا في هذه الأثناء. صفحتكم تقول ما هو. إذا كان الأمر مهماً، فاتصلوا بنا.
own-take-heading = صفحة خاصة بكم
own-take =
    ترون فيها إلى أين وصلت الأمور، وتخبروننا بما تغير، وتختارون كيف نصل إليكم. لا يوجد عليها اسم. يفتحها رابط وكلمة.
own-take-word = اختاروا كلمة
own-take-word-hint = أربعة أحرف أو أكثر، لا يخمنها أحد قريب منكم. ليست اسماً ولا تاريخ ميلاد.
own-take-send = أنشئوا صفحتي
own-e-word-short = اختاروا كلمة من أربعة أحرف أو أكثر
own-taken-heading = صفحتكم جاهزة
own-taken =
    هذا هو الرابط. يُعرض مرة واحدة فقط.
own-taken-open = افتحوا صفحتكم
own-taken-keep =
    اكتبوه، أو احتفظوا به حيث لا ينظر أحد غيركم. إذا كان هناك من يجب ألا يراه فلا تحتفظوا به: اتصلوا بنا، ويمكنكم الحصول على رابط جديد في أي وقت.

## Dates and times

time-clock = 12
time-month =
    { $number ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }
time-weekday =
    { $number ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
time-date = { $day } { $month } { $year }
time-hour =
    { $half ->
        [am] الساعة { $hour } صباحًا
       *[pm] الساعة { $hour } مساءً
    }
time-date-and-hour = { $date }، { $hour }
time-day-and-hour = { $weekday } { $day } { $month }، { $hour }
time-today = اليوم، { $hour }
time-tomorrow = غدًا ({ $weekday })، { $hour }
time-this-week = { $weekday }، { $hour }

## Easy read

easy-link = قراءة سهلة: كيف تطلبون المساعدة
easy-next-link = قراءة سهلة: ماذا يحدث بعد ذلك
easy-title = كيف تطلبون المساعدة، قراءة سهلة
easy-danger-heading = هل أنتم في خطر الآن؟
easy-danger = لا تنتظروا. اتصلوا الآن.
easy-what-heading = ماذا نفعل
easy-what =
    نساعد أثناء الحمل. نساعد بعد الولادة. نساعد بعد الفقدان. قد تشعرون بالحزن. قد تشعرون بالخوف. يمكنكم أن تتحدثوا معنا.
easy-ask-heading = كيف تطلبون
easy-ask =
    اضغطوا الزر في آخر هذه الصفحة. نسألكم بعض الأسئلة. يمكنكم ترك كثير منها. ثم ترسلون ذلك إلينا.
easy-help-heading = يستطيع أحد أن يساعدكم
easy-help =
    يمكنكم أن تسألوا شخصًا تثقون به. يستطيع أن يكتب معكم. ويمكنكم أيضًا أن تتصلوا بنا.
easy-who-heading = من يقرأ ذلك
easy-who =
    يقرؤه فريقنا. ويخبر غيره إذا وافقتم. إذا كان أحد قد يتأذى فقد نضطر إلى أن نخبر. ونحاول أن نخبركم أولاً.
easy-safe-heading = ابقوا آمنين
easy-safe =
    يمكنكم مغادرة هذه الصفحة بسرعة. اضغطوا زر الخروج. قولوا لنا كيف نتواصل معكم. وهكذا نفعل.
easy-ask-link = اطلبوا المساعدة
easy-next-title = ماذا يحدث بعد ذلك، قراءة سهلة
easy-read-heading = نقرأ ذلك
easy-read =
    لقد أرسلتم ذلك إلينا. يقرؤه إنسان. لسنا هنا طوال الوقت.
easy-ring-heading = قد نتصل بكم
easy-ring =
    نتصل إذا قلتم نعم. هل قلتم لا؟ إذن لا نتصل.
easy-decide-heading = نقول من يستطيع أن يساعد
easy-decide =
    قد نكون نحن. وقد يكون غيرنا. نقول لكم لماذا. ويمكنكم أن تقولوا رأيكم.
easy-meet-heading = تلتقون بأحد
easy-meet =
    نقول لكم اليوم. ونقول لكم الساعة. يمكنكم أن تأتوا مع شخص. هل تحتاجون إلى لغة أخرى؟ نجد من يتكلمها.
easy-changed-heading = هل تغير شيء؟
easy-changed =
    أخبرونا. هل صرتم أسوأ؟ لا تنتظروا. اتصلوا بنا.
easy-stop-heading = يمكنكم أن تقولوا لا
easy-stop =
    يمكنكم أن تتوقفوا. أخبرونا أولاً. نتحدث معكم عن ذلك.
easy-back-heading = يمكنكم أن تعودوا
easy-back =
    يمكنكم أن تطلبوا مرة أخرى. لا يهم لماذا ذهبتم.
easy-picture-people = شخصان جنبًا إلى جنب
easy-picture-paper = ورقة عليها كتابة
easy-picture-telephone = هاتف محمول
easy-picture-eye = عين
easy-picture-key = مفتاح
easy-picture-calendar = تقويم
easy-picture-hand = يد مفتوحة
easy-picture-door = باب
