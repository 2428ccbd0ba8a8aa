# Public wording, in English. Plain words, for a reader of nine to eleven years.
# An empty line begins a paragraph; lines that begin with a hyphen are a list.
# GLOSSARY.md lists the words that must not stand here.

## The frame

service-name = Help in pregnancy and after
skip = Skip to main content
exit = Exit this page
exit-hidden = Emergency
back-label = Back
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

## How to ask

not-online-yet =
    You cannot ask for help on this website yet. That comes with the next version. Until then, please ring or talk to someone, as it says below.
how-heading = How to ask today
how-professional = Tell your midwife, health visitor or GP that you would like help with how you feel. They can ask us for you.
how-111 = Ring NHS 111 at any time and choose option 2 for help with your mental health.
how-letter = Send your referral the way you do now. This website does not take referrals yet.
how-asked-for-you = Ask the person who asked us for you, such as your midwife or GP. They hear from us too.

ask-title = Ask for help for yourself
ask-body =
    Many people feel low, frightened or not like themselves in pregnancy, after a birth or after a loss. It is not your fault. You can ask for help at any time.
ask-say-heading = What you can say
ask-say =
    You do not need the right words. You can say:

    - "I would like help with how I feel."
    - "I am not sleeping and I am frightened."
    - "I had a hard birth and cannot stop thinking about it."
    - "I have lost my baby, or a pregnancy."
ask-next-heading = What happens next
ask-next =
    Someone who is trained listens and asks how things are. They may ask a few questions about safety. They ask everyone these.

    They tell you which team could help, and when you will hear more. You can say which number is safe to ring, and which is not.
ask-who-sees-heading = Who knows that you asked
ask-who-sees =
    The people who look after you here. Tell us if there is someone we must not ring or write to.

family-title = Ask for someone in your family
family-body =
    You may see that someone close to you is not well before they see it. You can ask us what to do.
family-say-heading = What you can say
family-say =
    Say what you have seen, and since when. It helps to tell us if they:

    - sleep very little but are full of energy
    - see, hear or believe things that frighten them
    - say that they want to die, or that others would be better off
    - are frightened of being alone with a baby
family-agree-heading = Do they need to agree?
family-agree =
    It is best to tell them that you are ringing. If you think that someone is in danger, ring even if they do not agree.

    We may not be able to tell you about their care. We can always listen to you.

refer-title = Refer as a professional
refer-body =
    For GPs, midwives, health visitors, social workers and people who work for charities.
refer-say-heading = What helps us
refer-say =
    - what is happening now, and since when
    - any thoughts of suicide, of harm, or beliefs that frighten; a quick change; feeling cut off from a baby
    - weeks pregnant, or the date of the birth or the loss
    - bipolar disorder or a past psychosis, in the person or the family
    - an interpreter, and a number that is safe to ring
    - what the person has agreed to
refer-agree-heading = Agreement
refer-agree =
    Tell the person that you are asking us, and say whether they agree. In an emergency, do not wait for agreement.
refer-next-heading = What happens next
refer-next =
    A duty worker reads each referral in working hours. If the person cannot wait, ring; do not write.

    You are told what was decided, and why.

follow-title = Follow a referral
follow-body =
    You cannot see on this website yet what has become of a referral. You can ask at any time, and as often as you like.
follow-say-heading = When you ring
follow-say =
    Say your name and when the referral was made, and if you have it, the reference. If things have got worse, say that first.

    If someone answers your phone whom you do not want to know, tell us a safe time or another number.

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
partners-you-heading = Help for you
partners-you =
    Tell your GP how you feel, or ring NHS 111 and choose option 2. You can also ask your GP about NHS Talking Therapies.
partners-not-offered-heading = What we do not do
partners-not-offered =
    The teams here do not assess partners for themselves. There is an online self-check of how you are, made for dads and partners. Ask a midwife, a health visitor or the number above for the link.
partners-her-heading = If you are worried about her, or them
partners-her =
    You can ask us what to do, even if you are not sure.

loss-title = After a loss
loss-quiet-title = More for you
loss-body =
    We are sorry. However it happened and however long ago, you may ask for help with how you feel.
loss-help-heading = What help there is
loss-help =
    It may have been a miscarriage, an ectopic or molar pregnancy, an ending of the pregnancy for any reason, a stillbirth, or the death of a baby after birth. It may be that one of your twins lived, or that your baby does not live with you.

    You do not need to have a baby at home. You do not need to tell anyone the date.
loss-say-heading = When you ask
loss-say =
    You can say as much or as little as you like. If your baby has a name, tell us, and we use it. Tell us if there are words that you do not want to hear.
loss-partners-heading = Partners and family
loss-partners =
    It is your loss too. You may ask for yourself.

## How this site treats its readers

privacy-title = Privacy and cookies
privacy-body =
    You can read every page here without telling us who you are.
privacy-here-heading = What this website keeps about you
privacy-here =
    Nothing, while you read. It counts how often each page is opened, not by whom. It sends nothing to other websites.

    You cannot send us anything about yourself on this website yet.
privacy-who-heading = Who sees what you tell us by phone
privacy-who =
    - The people who look after you see what they need for your care.
    - Each time someone opens a record, their name and the time are written down.
    - Managers see numbers, not names.
    - People you name may be told, if you agree. If someone is in danger, we may have to tell others; we tell you first where that is safe.
privacy-cookies-heading = Cookies
privacy-cookies =
    This website sets no cookie when you read it. Staff who sign in get one cookie, so that they stay signed in. It ends with their session.
privacy-leaving-heading = If someone watches what you look at
privacy-leaving =
    What you choose on this website stands in the address of a page as a number, not in words. "Exit this page" takes you to the weather at once. The pages that you opened before may still stand in the history of this browser. You can use a private window, or a phone that nobody else uses.

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
    The pages are in English only. Nobody outside the team that makes this program has checked them yet. They are built to meet WCAG 2.2 AA, and we do not claim that they do until someone has.
accessibility-help-heading = If something does not work for you
accessibility-help =
    Ring the numbers on the page "Who to ring now" and ask for what you need in another way: by post, in large print, in another language, or read out to you.

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
