# Public wording, in English. Plain words, for a reader of nine to eleven years.
# An empty line begins a paragraph; lines that begin with a hyphen are a list.
# GLOSSARY.md lists the words that must not stand here.

## The frame

service-name = Help in pregnancy and after
skip = Skip to main content
exit = Exit this page
exit-hidden = Emergency
back-label = Back
languages-label = Language
back-to-start = Back to the start
footer-links = More about this site
footer-help-now = Who to ring now
footer-privacy = Privacy and cookies
footer-accessibility = Accessibility
footer-staff = Staff sign in
footer-for = For people in { $place }.

## If someone is in danger

danger-heading = If you or someone is in danger now
danger-more = Everyone you can ring, and when they answer

help-now-title = Who to ring now
help-now-body =
    If someone may be hurt or may die, or a baby is not safe, ring 999 now. You do not waste anyone's time.

    You do not need to know what is wrong. Say what worries you.
help-now-also-heading = If you cannot speak on the phone
help-now-also =
    Ask someone near you to ring for you. You can also go to the nearest accident and emergency department (A&E) at any time.

    If you ring 999 from a mobile and cannot speak, press 55 when you are asked. You are then put through to the police.
route-number = Number
route-note = Good to know
route-hours = When they answer
route-checked = Last checked
route-owner = Who keeps this right
duty-heading = When our duty worker is there
duty-there = The duty worker is there now, until { $until }.
duty-not-there = The duty worker is not there now. They are back on { $back }. Until then, ring one of the other numbers on this page.
told-first = If what you send is an emergency, the first person on our list to be told now is: { $who }. Nobody can promise when they see it. Do not wait for them: ring.
told-nobody = If what you send now is an emergency, there is nobody here to be told of it. Do not wait for us: ring.
duty-flexible = These times can change a little.
duty-holidays-not-known = If that day is a bank holiday, they are not there.
checked-never = Nobody has checked this yet
checked-never-number = Nobody has checked this number yet
checked-long-ago = { $months } months ago. It may have changed.
route-demonstration = Only for show
route-demonstration-note = This number is made up. Nobody answers it.

## The first page

home-title = Start
home-hero = Help with how you feel, in pregnancy and after
home-place = For people in { $place }. Free, on the NHS.
home-ask = Ask for help for yourself
home-ask-about = In pregnancy, after a birth, or after a loss.
home-family = Ask for someone in your family
home-family-about = You are worried about someone close to you.
home-refer = Refer as a professional
home-refer-about = For GPs, midwives, health visitors, social workers and charities.
home-services = Find what is there for you
home-services-about = Our teams, and others you can turn to.
home-more = Also here
home-follow = Follow a referral: hear what has become of it
home-partners = For dads and partners
home-after-a-loss = After a loss
home-said-and-done = You said, we did

## What became of a request

how-heading = How to ask today
how-asked-for-you = Ask the person who asked us for you, such as your midwife or GP. They hear from us too.

follow-title = Follow
follow-body =
    If you have a page of your own, open its link: it says where things are. If not, you can ask at any time, and as often as you like. One of us can give you such a page.
follow-say-heading = When you ring
follow-say =
    Say your name and when the referral was made, and if you have it, the reference. If things have got worse, say that first.

    If someone answers your phone whom you do not want to know, tell us a safe time or another number.

## The start pages. Titles are what a browser's history shows: they give nobody away.

start-now = Start now
start-closed = Nobody here reads what you send until { $next }. You can send it now. If it cannot wait, ring.

ask-title = For you
ask-heading = Ask for help for yourself
ask-body =
    Many people feel low, frightened or not like themselves in pregnancy, after a birth or after a loss. It is not your fault. You can ask for help at any time, and you do not need the right words.
ask-long-heading = How long it takes
ask-long =
    About 10 minutes. We need your name and one safe way to reach you. You may leave everything else out.

    What you type is kept as you go, for 24 hours or until you close the browser. You can stop at any time.
ask-who-sees-heading = Who sees it
ask-who-sees =
    The people who work here and look after you. Nobody else, unless you say so, or someone is in danger.

    We do not tell your family. You can say which number is safe to ring, and which is not.
ask-agree-heading = If you are under 18
ask-agree =
    You can ask for yourself. We do not tell your parents first; we talk with you.

family-title = For someone else
family-heading = Ask for someone in your family
family-body =
    You may see that someone close to you is not well before they see it. You can tell us what worries you, even if you are not sure.
family-long-heading = How long it takes
family-long =
    About 10 minutes. We need their name, what worries you, and how to reach you. You may leave everything else out.

    What you type is kept as you go, for 24 hours or until you close the browser. You can stop at any time.
family-who-sees-heading = Who sees it
family-who-sees =
    The people who work here. The person you are worried about may one day read what was written about them, so say what you have seen.

    We may not be able to tell you about their care. We can always listen to you.
family-agree-heading = Do they need to agree?
family-agree =
    It is best to tell them that you are asking. If you think that someone is in danger, ask even if they do not agree.

refer-title = For work
refer-heading = Refer as a professional
refer-body =
    For GPs, midwives, health visitors, social workers and people who work for charities. One form for all teams here: we find the one that fits.
refer-long-heading = How long it takes
refer-long =
    Two minutes in an emergency: your name and number, what is happening, where the person is, who is with them, and any name. About 15 minutes otherwise.

    You can save it and go on later. A saved form is not sent, and nobody here reads it.
refer-who-sees-heading = Who sees it
refer-who-sees =
    The duty worker, the team meeting, and the team that takes the referral on. What you write about safeguarding is kept apart, and fewer see it.

    The person may read what you write.
refer-agree-heading = Agreement
refer-agree =
    Tell the person that you are referring, and say whether they agree. In an emergency, do not wait for agreement.
q-purpose = What do you want to do?
o-purpose-refer = Refer
o-purpose-advice = Ask for advice first
o-purpose-advice-hint = You need not name the person. If there is a warning sign it becomes a referral at once.

too-many-title = In a minute
too-many-heading = Please try again in a minute
too-many =
    Very many forms were begun from where you are just now. Nothing is wrong with what you did, and nothing of yours is lost.

    You can try again in a minute, or ring.

## Every page of questions

step-title = Step { $number }
error-title = Error: { $title }
caption = Ask for help, step { $number }
caption-professional = Referral, step { $number }
continue = Continue
back = Back
send-now = Send now
problem-heading = There is a problem
most-characters = There is room for 10,000 characters, about four pages.
by-phone-summary = I would rather say this by phone
by-phone =
    You can ring and say it. Someone writes it down for you. It counts as much as the form.
danger-line = In danger now?

o-yes = Yes
o-no = No
o-not_known = I am not sure
o-rather-not-say = I would rather not say

### How things are now

s-now = How things are now
q-now = How are things now?
q-now-hint = So that we use the right words.
q-now-family = How are things with them now?
q-now-family-hint = The person you are worried about. So that we use the right words.
q-now-professional = What is the situation now?
q-now-professional-hint = Later questions are worded for it.
o-now-thinking = I am thinking about a pregnancy
o-now-pregnant = I am pregnant
o-now-baby = I have had a baby
o-now-loss = I have lost a baby or a pregnancy
o-now-not_said = I would rather not say
o-now-thinking-family = They are thinking about a pregnancy
o-now-pregnant-family = They are pregnant
o-now-baby-family = They have had a baby
o-now-loss-family = They have lost a baby or a pregnancy
o-now-not_said-family = I would rather not say, or I do not know
o-now-thinking-professional = Considering pregnancy
o-now-pregnant-professional = Pregnant
o-now-baby-professional = Has given birth
o-now-loss-professional = Loss of a baby or a pregnancy, for any reason and at any stage
o-now-not_said-professional = Not known, or the person would rather not say

s-more = A little more
s-more-lead = You may leave out anything you do not want to say.
s-more-pregnant = About the pregnancy
s-more-baby = About the birth
s-more-loss = We are sorry
s-more-loss-lead =
    You do not need to tell us more. If you want to, you can choose what comes nearest. Nothing here is needed.
s-more-professional-loss = About the loss
s-more-professional-loss-lead = Nothing here is needed. Do not ask the person for it now.
q-situation-baby = Which comes nearest?
q-situation-loss = What happened?
q-situation-loss-hint = You may leave this out.
q-situation-professional-loss = Kind of loss
q-situation-professional-loss-hint = Leave it out if it is not known.
o-situation-living_baby = My baby is at home with me
o-situation-neonatal_care = My baby is in hospital, in neonatal care
o-situation-twins_one_lost = I had twins or more, and one or more of them died
o-situation-baby_elsewhere = My baby does not live with me
o-situation-living_baby-family = The baby is at home with them
o-situation-neonatal_care-family = The baby is in hospital, in neonatal care
o-situation-twins_one_lost-family = There were twins or more, and one or more of them died
o-situation-baby_elsewhere-family = The baby does not live with them
o-situation-living_baby-professional = Living baby at home
o-situation-neonatal_care-professional = Baby in neonatal care
o-situation-twins_one_lost-professional = Twins or more, one or more lost
o-situation-baby_elsewhere-professional = Baby removed, adopted or living elsewhere
o-situation-miscarriage = A miscarriage
o-situation-ectopic_or_molar = An ectopic or molar pregnancy
o-situation-termination = The pregnancy was ended, for any reason
o-situation-stillbirth = A stillbirth
o-situation-neonatal_death = A baby died after birth
q-ends = Date
q-ends-pregnant = When is the baby due?
q-ends-pregnant-hint = A guess is fine. For example, 27 3 2027.
q-ends-baby = When was the birth?
q-ends-baby-hint = For example, 27 3 2026.
q-ends-loss = When did it happen?
q-ends-loss-hint = Only if you want to say. You do not need to.
q-ends-professional-loss = Date of the loss
q-ends-professional-loss-hint = Only if it is known.
q-own_words = Are there words or a name that you want us to use?
q-own_words-hint = For example, what you call the baby.
q-own_words-family = Are there words or a name that they want used?
q-own_words-family-hint = For example, what they call the baby.
q-own_words-professional = Words or a name that the person uses for the baby
q-own_words-loss = Is there a name, or are there words, that you want us to use?
q-own_words-loss-hint = We use the name, and leave out words that hurt.
q-own_words-family-loss = Is there a name, or are there words, that they want used?
q-own_words-family-loss-hint = We use the name, and leave out words that hurt.
q-own_words-professional-loss = A name or words that the person wants used
q-own_words-professional-loss-hint = Everyone who writes to the person sees them.

### Warning signs

s-today = Warning signs
q-signs = Has any of this happened in the last few days?
q-signs-hint = Choose all that are true. Tell us even if you are not sure. We ask everyone.
q-signs-family = Has any of this happened to them in the last few days?
q-signs-family-hint = Choose all that you have seen or heard. Tell us even if you are not sure.
q-signs-professional = Is any of these present?
q-signs-professional-hint = Any one of them makes this an emergency. Choose all that apply, also where you are not sure.
o-signs-sudden_change = I changed very quickly, in a way that frightens me or others
o-signs-self_harm = I think about hurting myself or ending my life
o-signs-cannot_be_a_mother = I feel that I cannot be a parent, or that my baby would be better off without me
o-signs-cut_off_from_baby = I feel cut off from my baby, as if my baby were not mine
o-signs-frightening_things = I see, hear or believe things that frighten me
o-signs-no_sleep_full_of_energy = I hardly sleep, and I am still full of energy
o-signs-harm_done = I have hurt myself or someone else
o-signs-baby_not_safe = My baby or another child may not be safe
o-signs-baby_not_safe-pregnant = A child who is with me may not be safe
o-signs-baby_not_safe-not_said = If there is a baby or child with me: they may not be safe
o-signs-none = None of these
o-signs-sudden_change-family = They changed very quickly, in a way that frightens them or me
o-signs-self_harm-family = They think or speak about hurting themselves or dying
o-signs-cannot_be_a_mother-family = They say that they cannot be a parent, or that the baby would be better off without them
o-signs-cut_off_from_baby-family = They seem cut off from the baby, as if the baby were not theirs
o-signs-frightening_things-family = They see, hear or believe things that frighten them
o-signs-no_sleep_full_of_energy-family = They hardly sleep, and they are still full of energy
o-signs-harm_done-family = They have hurt themselves or someone else
o-signs-baby_not_safe-family = The baby or another child may not be safe
o-signs-baby_not_safe-family-pregnant = A child who is with them may not be safe
o-signs-baby_not_safe-family-not_said = If there is a baby or child with them: the baby or child may not be safe
o-signs-sudden_change-professional = Recent significant change in mental state, or new symptoms
o-signs-sudden_change-professional-hint = Among them hallucinations, delusions, confusion, or little sleep with much energy.
o-signs-self_harm-professional = New thoughts or acts of violent self-harm
o-signs-self_harm-professional-hint = Thoughts of suicide count, also where no act is planned.
o-signs-cannot_be_a_mother-professional = New and persistent expressions of incompetency as a mother
o-signs-cut_off_from_baby-professional = Estrangement from the infant
o-signs-harm_done-professional = Harm already done, to self or to another
o-signs-baby_not_safe-professional = A baby or child in their care may not be safe
o-signs-baby_not_safe-professional-pregnant = A child in their care may not be safe
o-signs-baby_not_safe-professional-not_said = If a baby or child is in their care: the baby or child may not be safe

### At once, after a warning sign

s-call = Thank you for telling us
s-call-lead =
    If someone is in danger, do not wait for us. Ring one of the numbers above now.

    Then give us one number that is safe to ring. It is sent as soon as you press the button, and the next page says whether someone is here now to read it.
s-call-family-lead =
    If someone is in danger, do not wait for us. Ring one of the numbers above now.

    Then give us one number on which we can safely ring you. It is sent as soon as you press the button, and the next page says whether someone is here now to read it.
q-call_back = One number that is safe to ring
q-call_back-hint = Yours, or that of someone you trust. If someone else answers, we say nothing of what this is about.
q-call_back-family = Your number, if it is safe to ring
q-call_back-family-hint = If someone else answers, we say nothing of what this is about.
q-call_back-professional = Your number, for ringing back now
q-call_back-professional-hint = A direct number. Add an extension as "ext 12".
q-call_back_note = Who answers, and is there anything we must not say?
q-call_back_note-hint = You may leave this out.
q-no_number = There is no number that is safe
s-quick = Emergency: the least that we need
s-quick-lead =
    It is sent as soon as you press the button. Nothing else is needed now: no NHS number, no date of birth, no score. Afterwards you can add more.
q-worry-professional = What is happening
q-worry-professional-hint = What changed, since when, and what worries you. You can paste a letter or a note.
q-where = Where the person is
q-where-hint = An address, a ward or a place, as far as you know it.
q-with = Who is with the person
q-with-hint = Write "alone" or "not known" if that is so.
q-with-baby = Who is with the person, and with the baby
q-with-baby-hint = Write "alone" or "not known" if that is so.

ring-title = Who to ring
ring-heading = Please ring now, or ask someone to ring for you
ring-heading-family = Please ring now
ring =
    You said that no number is safe. So nobody here can ring you, and nobody here knows yet that it is you.

    You can ring these numbers from any phone, also from someone else's. You can go to the nearest accident and emergency department (A&E) at any time. If you are at a midwife, GP or health visitor, tell them.
ring-family =
    You said that no number is safe. So nobody here can ring you, and nobody here knows yet who this is about.

    You can ring these numbers from any phone, also from someone else's. If you think that someone may die, ring 999 and say so.
ring-then-heading = If you want to go on here
ring-then =
    You can go on and tell us another way to reach you that is safe, such as an e-mail address. Nothing is sent until you press "Send". You can also just leave.
ring-go-on = Go on with the questions
ring-number = I have a safe number after all

### In their own words

s-words = What is happening
s-words-lead = You do not need the right words. You may leave out what you do not want to say.
s-words-professional-lead = Only what is happening is needed. A diagnosis is not.
q-concerns = What is it about?
q-concerns-hint = Choose as many as you like.
q-concerns-professional = What is it about?
o-concerns-low = Feeling low, tearful, no joy
o-concerns-anxious = Worry or panic
o-concerns-intrusive_thoughts = Thoughts or pictures that keep coming
o-concerns-birth_trauma = A frightening or hard birth
o-concerns-fear_of_birth = Fear of giving birth
o-concerns-loss = A loss
o-concerns-with_baby = How things are with the baby
o-concerns-with_baby-pregnant = How it feels to be with this baby, before the birth
o-concerns-eating = Eating
o-concerns-earlier_trauma = Something that happened earlier in life
o-concerns-planning = Planning a pregnancy
o-concerns-other = Something else
o-concerns-low-professional = Low mood
o-concerns-anxious-professional = Anxiety or panic
o-concerns-intrusive_thoughts-professional = Intrusive thoughts or obsessions
o-concerns-birth_trauma-professional = Birth trauma
o-concerns-fear_of_birth-professional = Tokophobia
o-concerns-with_baby-professional = Parent and infant relationship
o-concerns-with_baby-professional-pregnant = Relationship with the unborn baby
o-concerns-eating-professional = Eating disorder
o-concerns-earlier_trauma-professional = Earlier trauma
o-concerns-planning-professional = Preconception advice: a mental illness or its medicines
q-worry = What would you like us to know?
q-worry-hint = For example: "I do not sleep and I am frightened."
q-worry-loss = What would you like us to know?
q-worry-loss-hint = As much or as little as you like.
q-worry-family = What worries you?
q-worry-family-hint = What you have seen or heard, and since when.
q-with_baby = How are things with the baby?
q-with_baby-hint = However it is, it is all right to say.
q-with_baby-family = How are things between them and the baby?
q-with_baby-professional = Relationship with the baby
q-helps = What helps, or who helps?
q-helps-family = What helps them, or who helps?
q-helps-professional = What helps the person, and support at home

s-before = Health before now
s-before-lead = You may leave out what you do not want to say.
s-before-family-lead = Say what you know. You may leave all of it out.
s-before-professional = History and medicines
s-before-professional-lead = As far as you know it.
q-severe = Have you ever been told that you have bipolar disorder, or had a psychosis?
q-severe-hint = A psychosis is a time of seeing, hearing or strongly believing things that others do not.
q-severe-family = Have they ever had bipolar disorder or a psychosis?
q-severe-family-hint = A psychosis is a time of seeing, hearing or strongly believing things that others do not.
q-severe-professional = Bipolar disorder or a psychosis, now or in the past
q-severe-professional-hint = Postpartum psychosis included.
o-severe-not_known-professional = Not known
q-history = Have you had help with your mental health before?
q-history-hint = When, and what helped or did not.
q-history-family = Have they had help with their mental health before?
q-history-professional = Mental health before, of the person and the family
q-been_before = Have you been with this service before?
q-been_before-hint = You can leave this out. We ask so that you need not tell everything again.
q-been_before-family = Have they been with this service before?
q-been_before-family-hint = You can leave this out.
q-been_before-professional = With this service before, as far as you know
q-been_before-professional-hint = You can leave this out. We do not say who is known to us.
o-been_before-not_known-professional = Not known
q-medicines = Do you take medicines, or have you stopped any lately?
q-medicines-hint = Names are enough. Please do not stop any because of this question.
q-medicines-family = Do they take medicines, or have they stopped any lately?
q-medicines-family-hint = Names are enough. Please do not stop any because of this question.
q-medicines-professional = Medicines now, and those stopped lately
q-medicines-professional-hint = Valproate and lithium are looked at by a prescriber on the same day.

### Who it is about

s-who = About you
s-who-lead = Only your name is needed. Any name will do.
s-who-family = The person you are worried about
s-who-family-lead = Only a name is needed. Any name will do.
s-who-professional = The person
s-who-professional-lead = Only a name is needed. An NHS number helps us to find the right record.
q-name = Your name
q-name-family = Their name
q-name-professional = Name of the person
q-name-professional-hint = Any name will do in an emergency.
q-born = Your date of birth
q-born-hint = For example, 27 3 1995.
q-born-family = Their date of birth
q-born-family-hint = Or leave it out.
q-born-professional = Date of birth
q-born-professional-hint = For example, 27 3 1995.
q-nhs_number = Your NHS number, if you know it
q-nhs_number-hint = 10 numbers. It is on letters from the NHS.
q-nhs_number-family = Their NHS number, if you know it
q-nhs_number-family-hint = 10 numbers. It is on letters from the NHS.
q-nhs_number-professional = NHS number
q-nhs_number-professional-hint = 10 digits, with or without spaces.
q-postcode = Your postcode
q-postcode-family = Their postcode
q-postcode-professional = Postcode
q-gp = Your GP surgery
q-gp-family = Their GP surgery
q-gp-professional = GP practice
q-no_gp = I have no GP. That is all right.
q-no_gp-family = They have no GP
q-no_gp-professional = No GP
q-home = Who lives with you?
q-home-hint = Children too. You may leave this out.
q-home-family = Who lives with them?
q-home-family-hint = Children too.
q-home-professional = Who lives with the person
q-home-professional-hint = Partner and other children included.

s-you = About you
s-you-lead = So that we can reach you. We need one way: a number or an e-mail address.
s-you-professional = About you, who refers
s-you-professional-lead = You hear what was decided, and why. We need one way to reach you.
q-by_name = Your name
q-by_role = What are you to them?
q-by_role-hint = For example: partner, mother, friend.
q-by_role-professional = Your post
q-by_source = Where you work
q-by_organisation = Organisation and site
q-by_telephone = Your number
q-by_telephone-hint = One that is safe to ring.
q-by_telephone-professional = Your number
q-by_telephone-professional-hint = A direct number, if you have one.
q-by_email = Your e-mail address
q-by_email-professional = Your e-mail address at work

s-agree = Do they know?
s-agree-lead = You may leave this out.
s-agree-professional = Agreement
s-agree-professional-lead = It never holds up an emergency.
q-agreement = Do they know that you are asking?
q-agreement-professional = Does the person know of the referral, and agree?
o-agreement-agrees = They know, and they agree
o-agreement-declines = They know, and they do not want it
o-agreement-not_asked = They do not know
o-agreement-agrees-professional = Knows and agrees
o-agreement-declines-professional = Knows and declines
o-agreement-not_asked-professional = Was not asked
q-agreement_why = Is there anything about this that we should know?
q-agreement_why-professional = If the person declines or was not asked: why
q-agreement_why-professional-hint = For example, that asking would have put someone at risk.

### How it is safe to reach her

s-reach = How is it safe to reach you?
s-reach-lead =
    We need one way that is safe. What you answer with no, we do not use. We never leave a message about what this is.
s-reach-family = How is it safe to reach them?
s-reach-family-lead = Say what you know. Where you are not sure, one of us checks first whether it is safe to talk.
s-reach-professional = Safe ways to reach the person
s-reach-professional-lead = "Not known" leads to one neutral call by one of us. "No" is kept to.
q-reach_telephone = May we ring you?
q-telephone = Your phone number
q-reach_voicemail = May we leave a voicemail?
q-reach_voicemail-hint = Only a name and a number to ring back.
q-reach_text = May we send a text?
q-reach_email = May we send an e-mail?
q-email = Your e-mail address
q-reach_letter = May we send a letter?
q-address = Your address
q-address-hint = Where letters are safe.
q-reach_note = When and how is it best?
q-reach_note-hint = For example: "mornings only", "ring twice", "my partner must not know".
q-reach_telephone-family = May we ring them?
q-telephone-family = Their phone number
q-reach_voicemail-family = May we leave them a voicemail?
q-reach_text-family = May we send them a text?
q-reach_email-family = May we send them an e-mail?
q-email-family = Their e-mail address
q-reach_letter-family = May we send them a letter?
q-address-family = Their address
q-reach_note-family = When and how is it best?
q-reach_note-family-hint = For example: "mornings only".
q-reach_telephone-professional = Is it safe to ring?
q-telephone-professional = Phone number of the person
q-reach_voicemail-professional = Is it safe to leave a voicemail?
q-reach_text-professional = Is it safe to send a text?
q-reach_email-professional = Is it safe to send an e-mail?
q-email-professional = E-mail address of the person
q-reach_letter-professional = Is it safe to send a letter?
q-address-professional = Address
q-reach_note-professional = When and how it is best
o-reach_telephone-not_known-professional = Not known
o-reach_voicemail-not_known-professional = Not known
o-reach_text-not_known-professional = Not known
o-reach_email-not_known-professional = Not known
o-reach_letter-not_known-professional = Not known

s-tell = Whom may we tell?
s-tell-lead = We ask before we tell. If someone is in danger, we may have to tell others; we tell you first where that is safe.
s-tell-professional = Whom the person agrees that we tell
s-tell-professional-lead = As far as the person has said. What is not known is not a yes.
q-tell_gp = May we tell your GP?
q-tell_midwife = May we tell a midwife, if you have one?
q-tell_health_visitor = May we tell a health visitor, if you have one?
q-supporter = Is there someone who supports you?
q-supporter-hint = A name, and who they are to you. You may leave this out.
q-supporter_telephone = Their number
q-tell_supporter = May we talk with them about you?
q-tell_gp-professional = GP
q-tell_midwife-professional = Midwife
q-tell_health_visitor-professional = Health visitor
q-supporter-professional = Someone who supports the person
q-supporter-professional-hint = A name, and who they are to the person. An advocate counts.
q-supporter_telephone-professional = Number of the supporter
q-tell_supporter-professional = The supporter
o-tell_gp-not_known-professional = Not known
o-tell_midwife-not_known-professional = Not known
o-tell_health_visitor-not_known-professional = Not known
o-tell_supporter-not_known-professional = Not known

s-needs = What helps you to talk with us?
s-needs-lead = You may leave all of it out.
s-needs-family = What helps them to talk with us?
s-needs-family-lead = You may leave all of it out.
s-needs-professional = Language and needs
q-interpreter = Do you want an interpreter?
q-interpreter-hint = It is free. We never ask family to interpret.
q-interpreter-family = Do they want an interpreter?
q-interpreter-family-hint = It is free. We never ask family to interpret.
q-interpreter-professional = Is an interpreter needed?
q-language = Which language, or sign language?
q-preferences = Whom would you rather talk to?
q-preferences-hint = We try. We cannot always.
q-preferences-family = Whom would they rather talk to?
q-preferences-professional = Preferences
o-preferences-woman = A woman
o-preferences-language = Someone who speaks my language
o-preferences-culture = Someone who knows my culture or faith
o-preferences-language-family = Someone who speaks their language
o-preferences-culture-family = Someone who knows their culture or faith
o-preferences-language-professional = Someone who speaks the language
o-preferences-culture-professional = Someone who knows the culture or faith
q-preference_more = Is there more that matters about who it is?
q-needs = What else helps?
q-needs-hint = For example: large print, easy words, a lift, someone to come along.
q-needs-family = What else helps them?
q-needs-professional = Access and communication needs

s-others = Safeguarding
s-others-lead =
    Kept apart from the rest of the referral, and seen by fewer people. Leave it empty if you have no concern.
q-safeguarding = What is known of children or adults at risk
q-safeguarding-hint = Plans, social workers, and what the person knows of it.
q-safeguarding_referred = Was a referral to children's or adults' services made?
o-safeguarding_referred-not_known = Not known

s-files = Letters and notes
s-files-lead =
    Send what you have as it is: a letter, a note, a photograph of a page. You may leave this out.
q-file = Choose a file
q-file-hint = PDF, Word, JPG, PNG or plain text, up to 5 MB. One at a time, and five in all.
files-heading = Files so far
files-add = Add this file
files-remove = Remove
e-file-empty = The file is empty
e-file-large = The file must be smaller than 5 MB
e-file-many = There are five files already. Remove one to add another.
e-file-type = The file must be a PDF, a Word document without macros, a JPG, a PNG or plain text
e-file-fault = The file was NOT kept. Please try again, or send the referral without it.
e-file-harmful = The file was NOT kept: a virus was found in it
e-file-unscanned = The file could not be checked for viruses, so it was NOT kept. Please try again, or send the referral without it.

### What is wrong

e-missing = This is needed
e-choice = Choose one of the answers on this page
e-long = Make this shorter: 10,000 characters at most for a story, 300 for a line
e-long-short = Use 300 characters or fewer
e-date = Write a real date, such as 27 3 1995, or leave it empty
e-future = The date must not lie in the future
e-likely = Check the date: it is too long ago or too far ahead. Write the year with four numbers.
e-child = Check the date of birth: it is a child’s. Write the year with four numbers.
e-number = Write a phone number, such as 01632 960 001 or 07700 900 123
e-email = Write an e-mail address, such as name@example.com
e-nhs-number = Check the NHS number: 10 numbers, such as 999 000 0018. Or leave it empty.
e-reach = Choose at least one way to reach you that is safe
e-born-child-professional = Check the date of birth: it is a child’s. Write her own, and the NHS number that belongs to her.
e-now-missing = Choose how things are, or "I would rather not say"
e-now-missing-professional = Choose the situation, or "Not known, or the person would rather not say"
e-signs-missing = Choose what has happened, or "None of these"
e-call_back-missing = Write a number that is safe to ring, or say below that there is none
e-call_back-missing-professional = Write your number
e-no_number-both = You wrote a number, and said that none is safe. Take the number away, or the mark.
e-worry-missing = Say what worries you, in a few words
e-worry-missing-professional = Say what is happening
e-where-missing = Say where the person is, or "not known"
e-with-missing = Say who is with the person, or "not known"
e-name-missing = Write your name. Any name will do.
e-name-missing-family = Write their name. Any name will do.
e-name-missing-professional = Write a name. Any name will do.
e-by_name-missing = Write your name
e-by_source-missing = Choose where you work
e-by_organisation-missing = Write the name of your organisation
e-by_telephone-missing = Write a number or an e-mail address on which we can reach you
e-agreement-missing = Choose whether the person knows and agrees
e-telephone-missing = Write the phone number
e-email-missing = Write the e-mail address
e-address-missing = Write the address

### The summary

check-title = Check
check-heading = Check what you wrote
check-already = We have the first part already. What you add here goes to the same place.
check-needed = Before it can be sent:
check-left-out = Left out
check-helps = It helps to add, if you have it: { $list }. You can send without.
change = Change
check-next-heading = What happens next
check-next =
    When you press "Send", a duty worker reads it, on working days. They may ring to ask more, by the ways that you said are safe. Then we tell you which team can help, and when.
check-next-family =
    When you press "Send", a duty worker reads it, on working days. They may ring you to ask more. Then they try to reach the person you are worried about, by a safe way.
check-next-professional =
    When you press "Send the referral", a duty worker reads it, on working days. You get a reference now. You are told what was decided, and why.
check-advice-next =
    When you press "Ask for advice", a duty worker reads it, on working days, and answers you. It is not a referral. If the person gets worse, refer or ring.
check-who-heading = Who sees it
check-who =
    The people who work here and look after you, and those you said we may tell. Each time someone opens it, their name and the time are written down.
check-who-family =
    The people who work here. The person you are worried about may ask one day to read it. Each time someone opens it, the name and the time are written down.
check-who-professional =
    The duty worker, the team meeting, and the team that takes the referral on. What stands under safeguarding is restricted. The person may ask to read it.
send = Send
send-professional = Send the referral
send-advice = Ask for advice
helps-nhs_number = NHS number
helps-born-day = date of birth
helps-ends-day = due date, or date of the birth or loss where known
helps-gp = GP practice
helps-telephone = a phone number of the person
helps-medicines = medicines

### Sent

sent-title = Received
sent-heading = We have it
sent-heading-professional = Referral received
sent-heading-advice = Request for advice received
sent-reference = Your reference
sent-open = A duty worker is here now, until { $until } today.
sent-closed = Nobody here reads this until { $next }. If it cannot wait, ring.
sent-next =
    The duty worker reads it and may ring you to ask more. Then we tell you which team can help, and when. You did right to ask.
sent-next-family =
    The duty worker reads it and may ring you to ask more. Then they try to reach the person you are worried about. We may not be able to tell you what comes of it. You can ring and tell us more at any time.
sent-next-professional =
    The duty worker reads it and may ring you to ask more. You are told what was decided, and why. Until then the person stays with you and others who care for them now.
sent-next-advice =
    The duty worker answers you by the way that you gave. It is not a referral.
sent-emergency-open-heading = A duty worker is here now
sent-emergency-open =
    They read this before anything else, until { $until } today. If you have not heard from us within an hour, or if it gets worse, ring. Do not wait for us.
sent-emergency-after = After that nobody here reads this until { $next }. Ring the numbers below instead.
sent-emergency-closed-heading = Nobody here reads this until { $next }
sent-emergency-closed =
    We have what you told us. But do not wait for us. Ring 999 or 111 now, or ask someone near you to ring. They answer at any time. You do not waste their time.
sent-emergency-closed-professional =
    The referral is stored, and the four hours run from now. Nobody here has accepted it yet. Speak now to someone who answers, and hand over in words.
sent-number = When we ring, we ring
sent-until-heading = Until you hear from us
sent-worse =
    If it gets worse, or you are frightened, ring. You can ring about the same thing as often as you like.
sent-worse-professional =
    If the person gets worse, ring; do not write.
sent-keep-heading = Keep the reference
sent-keep =
    Say it when you ring, and we find what you told us. You can write it down or print this page. If someone must not see it, do not keep it: your name is enough.
sent-keep-professional =
    Say it when you ring. You can print this page for the notes.
print = Print this page
wont-heading = What we will not do
wont-telephone = We will not ring you.
wont-voicemail = We will not leave a voicemail.
wont-text = We will not send a text.
wont-email = We will not send an e-mail.
wont-letter = We will not send a letter.
wont-telephone-family = We will not ring the person you are worried about.
wont-voicemail-family = We will not leave them a voicemail.
wont-text-family = We will not send them a text.
wont-email-family = We will not send them an e-mail.
wont-letter-family = We will not send them a letter.
wont-telephone-professional = We will not ring the person.
wont-voicemail-professional = We will not leave the person a voicemail.
wont-text-professional = We will not send the person a text.
wont-email-professional = We will not send the person an e-mail.
wont-letter-professional = We will not send the person a letter.
more-heading = Tell us more if you can
more =
    It helps, and it can wait. What you told us is stored, whether you go on or not.
more-go-on = Tell us more
handover-heading = Have you spoken to someone?
handover =
    The referral is stored. It is safe only when somebody who is at work now has heard it from you. That can be the crisis team, liaison, ambulance or emergency department, or our own senior on call.
q-spoken_to = Whom have you spoken to?
q-spoken_to-hint = Name and service.
handover-send = I have handed over in words
handover-noted = Thank you. We have noted whom you have spoken to.
e-spoken_to-missing = Write the name of whoever you have spoken to

### Kept for later

keep-link = Save for later
kept-title = Saved
kept-heading = Saved for later
kept-not-sent = This referral is NOT SENT
kept-warning =
    Nobody here reads it until you open it again and send it. If the person cannot wait, ring now.
kept =
    Write down or print both of these now. They are shown only once, and we cannot find them for you.
kept-link = Link
kept-code = Code
kept-until = Kept until
kept-go-on = Go on with it now
kept-banner-title = Not sent
kept-banner-heading = This referral is NOT SENT
kept-banner =
    It is saved for later. Nobody here reads it until you send it.
go-on-title = Go on
go-on-link = Go on with a saved referral
go-on-heading = Go on with a saved referral
go-on =
    A saved referral is not sent. It is kept for 30 days.
go-on-open = Open it

# Who fits so far, beside a professional's form; and a form that a record system filled in.
fits-heading = Who fits, so far
fits-hint = By the rules of this area, from what you have typed. The team decides. You can send without all of it.
fits-nothing-yet = Once you say how things are and what it is about, teams that may fit stand here.
fits-nobody = By the rules nobody takes this as it stands. Send it all the same: the team reads it and talks it through.
fits-fits = fits
fits-meeting = the team talks it through
fits-missing = may fit. Not known yet: { $list }
fits-need = what the person needs help with
fits-severe = how severe it is, which the team asks
fits-stage = how things are now
fits-age = date of birth
fits-window = the date of the birth or the loss
fits-area = postcode or GP practice
filled-title = Your form
filled-heading = Your record system has filled in this form
filled =
    Read each page before you send it. What only you can answer is left open.

    This link opens the form once.
filled-open = Open the form
filled-gone-title = No form
filled-gone-heading = This link opens nothing
filled-gone =
    A link from a record system opens a form once, within 15 minutes. Ask your record system for a new one, or begin here.
filled-anew = Begin a form
q-link = Link
q-link-hint = The whole link, or its last part.
q-code = Code
q-code-hint = 8 numbers.
e-code-wrong = This link and code open nothing. Check both. After many wrong codes, or when it was sent or is too old, it cannot be opened.

### When it does not work

gone-title = Not here
gone-heading = What was typed is not here any more
gone =
    Nothing is kept here for longer than 24 hours after you last typed. It goes at once when you press "Exit this page" or close the browser. It may also be that this browser takes no cookies.

    If you have not seen a page with a reference, it was not sent. You can start again, or ring.
not-sent-title = Not sent
not-sent-heading = This was NOT sent
not-sent =
    Something is wrong with our computers, and not with what you did. Nobody here has read this. What you typed stands below: please try again in a minute.

    If it cannot wait, ring now.
in-doubt-title = Not known whether it was sent
in-doubt-heading = We cannot tell whether this was sent
in-doubt =
    Something is wrong with our computers, and not with what you did. Please try again in a minute: if it was sent already, it will not be sent twice.

    If it cannot wait, ring now.
not-sent-again = Try again
not-sent-typed-heading = What you typed, so that you can copy it
too-large-title = Too long
too-large-body =
    That was more than we can take at once, and it was NOT sent. Please go back in your browser and make it shorter, or ring.

## What there is

services-title = What is there for you
services-body =
    You do not need to choose. Whoever you ask, we introduce you to the team that fits.
choose-body = If you like, say who this is for, and see only what fits. We do not keep what you choose.
choose-now = How are things now?
choose-now-any = I would rather not say
choose-now-thinking = Thinking about having a baby
choose-now-pregnant = Pregnant
choose-now-baby = Had a baby
choose-now-loss = Lost a baby or a pregnancy
choose-for = Who is it for?
choose-for-any = Anyone
choose-for-me = For me
choose-for-family = For someone in my family
choose-for-professional = I work with families, and look for someone
choose-show = Show what fits
services-chosen = You see what fits what you chose.
services-all = Show everything
services-teams-heading = Our teams
services-nobody-else = There is nobody else on our list for this. Ask us, or your GP.
group-talk = People you can talk to
group-care = Midwives and health visitors
group-therapy = Your GP, and talking help
group-partners = For dads, partners and carers
group-charities = Charities
group-loss = After a loss
group-others = Others who help
entry-ring = Ring
entry-text = Send a text to
entry-web = On the web:
entry-owner = Who keeps this right: { $owner }.
services-anyone-heading = Who it is for
services-anyone =
    Anyone who is thinking about a pregnancy, is pregnant, has had a baby, or has lost a baby or a pregnancy. You do not need a baby at home. Some teams help for a set time only; ask, and we tell you.
services-not-offered-heading = What we do not do
services-not-offered =
    These teams do not assess dads and partners for themselves. There is an online self-check for dads and partners instead, and others who can help.
services-partners-link = More for dads and partners
services-how-heading = How to ask
services-how =
    You can ask for yourself. Nobody needs to do it for you.

## For those a page about pregnancy easily leaves out

partners-title = For dads and partners
partners-body =
    It is hard when someone you love is not well. It can make you unwell too. You matter as well.

    This page is for you if you are a dad, a co-mother, a partner, a grandparent or someone else who is close.
partners-you-heading = Help for you
partners-you =
    Tell your GP how you feel, or ring NHS 111 and choose option 2. You can also ask your GP about NHS Talking Therapies.
partners-not-offered-heading = What we do not do
partners-not-offered =
    The teams here do not assess partners for themselves. You can still tell us how you are. We tell you who can help.
partners-her-heading = If you are worried about her, or them
partners-her =
    You can ask us what to do, even if you are not sure.

partners-signs-heading = Ring now if you see any of this
partners-signs =
    These are warning signs in her, or in them. Do not wait to see if it passes. You do not have to be sure.
partners-signs-baby =
    If there is a baby:
partners-check-heading = How are you?
partners-check =
    You can answer five short questions about yourself. Nobody reads the answers, and they are not kept. Then we tell you where you can turn.
partners-check-link = Check how you are

partners-ask-link = Ask us for help for yourself
partners-carers-heading = If you look after them
partners-carers =
    If you look after someone who is not well, you have a right to a carer's assessment. The local council does it, and it is free. It looks at what you need. You can ask for it whether or not they have help from us.
partner-title = For you too
partner-heading = Ask for help for yourself, as someone close
partner-body =
    You can ask us for yourself. You get a record of your own.

    - We do not ask whose partner you are, and you need not say.
    - What you say is not put into anyone else's record.
    - We do not tell anyone that you asked, unless you agree or someone is in danger.
    - We never say whether someone else is known to us.

    We may not be the right team for you. Then we tell you who is, and how to reach them.

## Five questions for a partner, which nobody reads

yourself-title = Five questions
yourself-heading = How are you?
yourself-body =
    These five questions are about you. They take about a minute.

    - Nobody reads your answers. Nobody rings you because of them.
    - We do not keep your answers. We do not know who you are.
    - They cannot tell you what is wrong. They tell you where you can turn.
    - They were made for adults. If you are under 18, talk to your GP, or ring NHS 111 and choose option 2.
yourself-english =
    The questions are in English, because nobody has checked them in other languages yet.
yourself-rather-not = I would rather not say
yourself-send = Show where I can turn
yourself-ring-heading = Please ring someone now
yourself-ring =
    You said that you think of dying or of hurting yourself. Nobody reads this, so nobody will ring you. Please ring one of these numbers now. You do not have to be sure, and you do not have to be alone with it.
yourself-talk-heading = Please talk to someone
yourself-talk =
    What you said is like what people say who feel low or worried for some time. This page cannot tell you why. A GP or a talking therapist can listen and help.
yourself-nothing-heading = Nothing in your answers stands out
yourself-nothing =
    That does not mean that all is well. If you do not feel right, talk to someone. You know yourself best.
yourself-nobody-reads =
    Nobody reads your answers, and they are gone now. We only count that these questions were used today.
yourself-turn-heading = Where you can turn
yourself-back = For dads and partners
e-yourself-question = Answer question { $nth }
e-yourself-left-out = Choose one answer
e-yourself-last = Choose one answer, or choose that you would rather not say

loss-title = After a loss
loss-quiet-title = More for you
loss-body =
    We are sorry. However it happened and however long ago, you may ask for help with how you feel.
loss-help-heading = What help there is
loss-help =
    It may have been a miscarriage, an ectopic or molar pregnancy, or an ending of the pregnancy for any reason. It may have been a stillbirth, or the death of a baby after birth. It may be that one of your twins lived, or that your baby does not live with you.

    You do not need to have a baby at home. You do not need to tell anyone the date.
loss-say-heading = When you ask
loss-say =
    You can say as much or as little as you like. If your baby has a name, tell us, and we use it. Tell us if there are words that you do not want to hear.
loss-partners-heading = Partners and family
loss-partners =
    It is your loss too. You may ask for yourself.

## What people said, and what was done

said-and-done-title = You said, we did
said-and-done-body =
    What people told us about this help, and what we changed. Nobody is named here.
said-and-done-none =
    There is nothing here yet. When we change something because of what people told us, it stands here.
said-and-done-said = You said
said-and-done-done = We did
said-and-done-on = Done on { $day }

## Saying how it was

how-it-was-title = How it was
how-it-was-heading = How was it for you?
how-it-was-body =
    Tell us what went well, and what we could do better. You do not have to say who you are. It changes nothing in the help that anyone gets.
how-it-was-not-read-heading = This is not read at once.
how-it-was-not-read = We want to read it by { $by }. If someone needs help, do not write it here. Ring now.
how-it-was-changed = If you need something, or something is not as it was, use this page. We read it sooner.
how-it-was-who = Who are you?
how-it-was-who-herself = I asked for help for myself
how-it-was-who-family = I am a partner, family or a friend
how-it-was-who-professional = I work with families
how-it-was-who-not_said = I would rather not say
how-it-was-well = What went well?
how-it-was-better = What could be better?
how-it-was-words-hint = Please leave out names, yours and those of others.
how-it-was-show = May others hear of it?
how-it-was-show-hint = On the page "You said, we did". We use our own words there, and nobody can see that it was you.
how-it-was-show-yes = Yes, you may tell others in your own words
how-it-was-answer = Do you want an answer?
how-it-was-answer-no = No. Then nothing here leads to you.
how-it-was-answer-yes = Yes. I write below where it may go.
how-it-was-answer-own = Yes, by a way that I said is safe. Then we know that you wrote this.
how-it-was-reach = Where may the answer go?
how-it-was-reach-hint = A phone number or e-mail address, if you want an answer. Only one where nobody else listens or reads.
how-it-was-seen-heading = What we can see
how-it-was-seen =
    We keep what you write, and when you sent it. We do not keep your name or your device. Someone who knows you may still guess it from your words.
how-it-was-seen-own =
    We also keep when your page was opened. Someone who puts the two times together could guess that it was you.
how-it-was-thanks-heading = Thank you
how-it-was-thanks =
    We have what you wrote, and want to read it by { $by }.
how-it-was-thanks-answer =
    You get an answer after that. If you hear nothing, please ring us.
how-it-was-link = Tell us how it was
how-it-was-e-empty = Write what went well, or what could be better
how-it-was-e-reach = Write where the answer may go, or choose that you want none
how-it-was-e-reach-long = That is too long. A phone number or an e-mail address is enough.

## How this site treats its readers

privacy-title = Privacy and cookies
privacy-body =
    You can read every page here without telling us who you are. If you ask for help, you choose what to say.
privacy-here-heading = What this website keeps about you
privacy-here =
    Nothing, while you read. It counts how often each page is opened, not by whom. It sends nothing to other websites.

    When you ask for help here, it keeps what you type as you go, so that nothing is lost. If you do not send it, it is gone 24 hours after you last typed, or as soon as you press "Exit this page". A form that a professional saves for later is gone after 30 days.

    What you send becomes part of your record, as if you had told us by phone. A number is counted, without a name, when someone tells us that no phone is safe.

    There are some questions for dads and partners about how they are. The answers are not kept, and nobody reads them. We count how many times a day they are used, and where the answers pointed.

    To keep programs from filling the forms, the address of your internet connection is remembered for about a minute when you start. It is not written down.
privacy-who-heading = Who sees what you tell us
privacy-who =
    - The people who look after you see what they need for your care.
    - Each time someone opens a record, their name and the time are written down.
    - Managers see numbers, not names.
    - People you name may be told, if you agree. If someone is in danger, we may have to tell others; we tell you first where that is safe.
privacy-cookies-heading = Cookies
privacy-cookies =
    This website sets no cookie when you read it. When you start to ask for help, it sets one cookie, so that the next page knows what you typed on the one before. It holds a random number and nothing about you. It goes when you close the browser or press "Exit this page".

    Staff who sign in get one cookie, so that they stay signed in. It ends with their session.
privacy-languages = If you choose another language, one more cookie keeps which one. It goes when you close the browser or press "Exit this page".
privacy-leaving-heading = If someone watches what you look at
privacy-leaving =
    What you choose on this website stands in the address of a page as a number, not in words.

    "Exit this page" ends what you typed and takes you to the weather at once. With a keyboard you can also press Shift three times. Going back does not show what you typed.

    It cannot take away everything. The names of pages that you opened before may still stand in the history of this browser. The phone company, or whoever set up the phone, may see which websites it asks. What you type may be remembered by the keyboard of the phone. You can use a private window, or a phone that nobody else uses, or ring.

accessibility-title = Accessibility
accessibility-body =
    We want everyone to be able to use this website.
accessibility-can-heading = What you can do
accessibility-can =
    - make the text as large as you need
    - use a keyboard alone
    - use a screen reader
    - read every page without scripts
accessibility-short-heading = What falls short
accessibility-short =
    Nobody outside the team that makes this program has checked these pages yet. They are built to meet WCAG 2.2 AA, and we do not claim that they do until someone has.
accessibility-english = The pages are in English only.
accessibility-languages = You can also read these pages in: { $languages }. A person has checked those words. What we say of local services is in English.
accessibility-help-heading = If something does not work for you
accessibility-help =
    Ring the numbers on the page "Who to ring now" and ask for what you need in another way. We can send it by post, in large print or in another language, or read it out to you.

## When something goes wrong

not-found-title = We cannot find this page
not-found-body =
    Perhaps the address has a slip in it, or the page has moved. You can go back to the start.
unavailable-title = This page does not work just now
unavailable-body =
    Please try again in a minute. If you need someone now, do not wait for this website.
broken-title = Something has gone wrong here
broken-body =
    It is not your fault, and we have a note of it. If you need someone now, do not wait for this website.
not-understood-title = We could not do that
not-understood-body =
    Nothing was changed. Please go back to the start and try another way.

## Questions that somebody answers by herself

questions-title = Some questions
questions-heading = Some questions from the team
questions-word =
    Somebody in the team agreed a word with you. Type it here, so that nobody else can open this page.
q-word = Your word
q-word-hint = Capitals make no difference
questions-open = Open
e-word-wrong = The link or the word does not open anything. Perhaps a letter is wrong, or the time to answer is over. Ask the team for a new one.
questions-closed-heading = You cannot answer these questions just now
questions-closed =
    Some of the questions are about being safe. We ask them only while somebody is here who would hear your answer at once.
questions-closed-until = You can open them again from { $until }.
questions-for-adults-heading = These questions are for adults
questions-for-adults =
    They were made for people of 18 or older, so we do not ask you to answer them here.

    We still want to hear how you are. Somebody in the team can talk with you. You can ring us, or ask whoever gave you this link.
questions-begin-heading = Before you start
questions-begin =
    Take your time. There is one question on each page, and each answer is kept as you give it. You can leave out any of them, and you can stop at any time.

    People in the team who look after you read your answers. Nobody else does.
questions-read-within = Somebody reads your answers within { $hours } hours.
questions-begin-risk =
    If an answer tells us that you or your baby may not be safe, somebody in the team is told at once. They get in touch with you.
questions-start = Start
questions-caption = Question { $nth }
questions-choose = Choose one answer
e-answer-missing = Choose an answer, or leave this one out
questions-save = Save and go on
questions-skip = Leave this one out
questions-heard-heading = Thank you for telling us. You do not have to wait for us.
questions-heard =
    Somebody in the team is being told now what you answered, and will get in touch with you.
questions-go-on = Go on with the questions
questions-end-heading = Is there anything else that worries you?
questions-end-hint = In your own words. You can leave this empty.
questions-finish = I am done
questions-done-heading = Thank you, we have your answers
questions-done =
    You can close this page. Nobody can open your answers from here again.
questions-gone-heading = These questions are closed here
questions-gone =
    Everything that you answered was kept. If you want to go on, open the link again and type your word. If it does not open, ask the team.

## A page of her own. It never says who she is, whom she is with, or what it is about.

own-title = Your page
own-open-heading = Open your page
own-open =
    Type the word that you chose, or that you agreed with one of us. Then nobody else can open this page.
own-word-wrong = The link or the word does not open anything. Perhaps a letter is wrong, or there is a newer link. You can ring us and ask for a new one.
own-heading = Where things are
own-step-asked = You got in touch, or someone did for you, on { $on }
own-step-being-read = We read it and decide who can help
own-step-appointment = You get a first appointment
own-step-care = Someone helps you
own-step-now = Now
own-step-done = done
own-hear-heading = When you will hear from us
own-by =
    Someone should have met you, or talked with you at length, by { $by }. If you have heard nothing by then, please ring us.
own-late =
    Someone should have met you, or talked with you at length, by { $by }. That time is over. We are late, and we are sorry. Please ring us.
own-hear-unknown =
    No time is running that we could name here. You can ring and ask as often as you like.
own-hear-care =
    The person who helps you tells you when you meet next. If you are not sure, ring us.
own-ring-heading = Who to ring now
own-do-heading = What you can do here
own-changed-link = Something has changed
own-choices-link = How we may reach you, and whom we may tell
own-stop-link = I do not want to go on
own-leave =
    This page closes after half an hour, or when you press "Exit this page". Your link and your word open it again.
own-waits-something_changed = You told us that something has changed. One of us reads it and gets in touch with you.
own-waits-asked_to_withdraw = You told us that you do not want to go on. Nothing is closed yet. One of us talks with you first.
own-waits-wished_otherwise = You asked for something to which you had said no before. One of us talks with you first.
own-not-heading = We could not take this on
own-signposted-heading = Someone else can help you better
own-signposted =
    We told you who that is. If you do not know any more, or it does not work out, ring us.
own-why = The reason:
own-why-criteria_not_met = What we offer is for other needs than yours, as far as we know now.
own-why-other_team_fits = Another team fits better what you need.
own-why-already_with_other_team = Another team helps you with this already.
own-why-lives_elsewhere = Where you live, others are there for you.
own-why-she_prefers_otherwise = You told us that you do not want this now.
own-why-advice_was_enough = Advice was enough for now.
own-why-could_not_be_reached = We tried, and could not reach you.
own-why-other = There was another reason. Ring us, and we tell you.
own-withdrawn-heading = This has been closed
own-withdrawn =
    It was taken back, by you or with you.
own-ended-heading = Our time together has ended
own-ended =
    You are not on your own. The numbers on this page are still there for you.
own-back-heading = You can come back
own-back =
    If things change, or get worse, ask again. You do not need a reason that sounds good. Nobody minds that you asked before.
own-back-link = Ask again
own-gone-heading = This page is closed here
own-gone =
    If you want to go on, open your link again and type your word. If it does not open, ring us and ask for a new one.
own-changed-heading = What has changed?
own-changed =
    One of us reads it. You do not lose your place by it.
own-changed-words = In your own words
own-changed-words-hint = For example: sleep, a new worry, the birth, another phone. You can leave this out if you chose something above.
own-send = Send
own-e-changed = Choose what has happened, or write what has changed
own-e-long = That is too long. At most 2,000 letters fit here.
own-heard-heading = Thank you, we have it
own-changed-heard =
    One of us reads it and gets in touch with you, by a way that you said is safe.
own-at-once-heading = Thank you for telling us. Do not wait for us.
own-at-once =
    One of us is being told now, and gets in touch with you by a way that you said is safe.
own-to-page = Back to your page
own-stop-heading = Do you not want to go on?
own-stop =
    You decide. If you tell us, nothing is closed yet. One of us talks with you first, by a way that you said is safe.

    Perhaps something went wrong, or someone wants you to stop. You can tell us that too.
own-stop-words = Is there anything that we should know?
own-stop-words-hint = You can leave this empty.
own-stop-send = I do not want to go on
own-stop-heard =
    Nothing is closed yet. One of us talks with you first. If you think again, that is fine: tell us then.
own-choices-heading = How we may reach you
own-choices =
    What you answer with no, we stop at once. If you had said no before and say yes now, one of us talks with you first.
own-tell-supporter = May we talk with the person who supports you?
own-save = Save
own-number-heading = Another number or address
own-number =
    We do not show your number or address here, so that nobody else reads it. If it is another now, ring us.
own-saved-heading = We have your choices
own-saved =
    What you answered with no counts from now on.
own-saved-talk-first =
    Some of it was a no before. It stays a no until one of us has talked with you.
own-not-kept-heading = This could not be kept
own-not-kept =
    Something has changed here meanwhile. Your page says what. If it is important, ring us.
own-take-heading = A page of your own
own-take =
    On it you can see where things are, tell us what has changed, and choose how we may reach you. It has no name on it. A link and a word open it.
own-take-word = Choose a word
own-take-word-hint = Four letters or more, which nobody near you would guess. Not a name, and not a birthday.
own-take-send = Make my page
own-e-word-short = Choose a word of four letters or more
own-taken-heading = Your page is ready
own-taken =
    This is the link. It is shown only once.
own-taken-open = Open your page
own-taken-keep =
    Write it down, or keep it where nobody else looks. If someone must not see it, do not keep it: ring us, and you can have a new one at any time.

## Dates and times

time-clock = 12
time-month =
    { $number ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
time-weekday =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
time-date = { $day } { $month } { $year }
time-hour =
    { $half ->
        [am] { $hour }am
       *[pm] { $hour }pm
    }
time-date-and-hour = { $date }, { $hour }
time-day-and-hour = { $weekday } { $day } { $month } at { $hour }
time-today = today at { $hour }
time-tomorrow = tomorrow, { $weekday }, at { $hour }
time-this-week = { $weekday } at { $hour }

## Easy read

easy-link = Easy read: how to ask for help
easy-next-link = Easy read: what happens next
easy-title = How to ask, in easy read
easy-danger-heading = Are you in danger now?
easy-danger = Do not wait. Ring now.
easy-what-heading = What we do
easy-what =
    We help when you are pregnant. We help after a birth. We help after a loss. You may feel sad. You may feel afraid. You can talk to us.
easy-ask-heading = How to ask
easy-ask =
    Press the button at the end of this page. We ask you some things. You can leave a lot of it out. Then you send it to us.
easy-help-heading = Someone can help you
easy-help =
    You can ask someone you trust. They can write it with you. You can ring us as well.
easy-who-heading = Who reads it
easy-who =
    Our team reads it. They tell others if you say yes. If someone may get hurt, they may have to tell. They try to tell you first.
easy-safe-heading = Keep it safe
easy-safe =
    You can leave this page fast. Press the button "Exit this page". Tell us how we may reach you. We do it that way.
easy-ask-link = Ask for help
easy-next-title = What happens next, in easy read
easy-read-heading = We read it
easy-read =
    You have sent it to us. A person reads it. We are not here all the time.
easy-ring-heading = We may ring you
easy-ring =
    We ring if you said yes to that. Did you say no? Then we do not ring.
easy-decide-heading = We say who can help
easy-decide =
    It may be us. It may be someone else. We tell you why. You can say what you think.
easy-meet-heading = You meet someone
easy-meet =
    We tell you the day. We tell you the time. You can bring someone with you. Do you need another language? We find someone who speaks it.
easy-changed-heading = Has something changed?
easy-changed =
    Tell us. Do you feel worse? Do not wait. Ring us.
easy-stop-heading = You can say no
easy-stop =
    You can stop. Tell us first. We talk with you about it.
easy-back-heading = You can come back
easy-back =
    You can ask again. It does not matter why you left.
easy-picture-people = Two people side by side
easy-picture-paper = A sheet of paper with writing
easy-picture-telephone = A mobile phone
easy-picture-eye = An eye
easy-picture-key = A key
easy-picture-calendar = A calendar
easy-picture-hand = An open hand
easy-picture-door = A door
