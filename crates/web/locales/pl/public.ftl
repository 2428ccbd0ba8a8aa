# Public wording, in Polish. A draft by the makers of the program: nobody has reviewed it yet.
# An empty line begins a paragraph; lines that begin with a hyphen are a list.
# The reader is addressed as "Ty", with a capital letter, and without forms that tell a woman from a man.

## The frame

service-name = Pomoc w ciąży i później
skip = Przejdź do głównej treści
exit = Opuść tę stronę
exit-hidden = Awaryjnie
back-label = Wstecz
languages-label = Język
back-to-start = Wróć na początek
footer-links = Więcej o tej stronie
footer-help-now = Do kogo zadzwonić teraz
footer-privacy = Prywatność i pliki cookie
footer-accessibility = Dostępność
footer-staff = Logowanie dla personelu
footer-for = Dla osób z obszaru: { $place }.

## If someone is in danger

danger-heading = Jeśli Tobie lub komuś innemu grozi teraz niebezpieczeństwo
danger-more = Wszyscy, do kogo można zadzwonić, i kiedy odbierają

help-now-title = Do kogo zadzwonić teraz
help-now-body =
    Jeśli komuś może stać się krzywda, ktoś może umrzeć lub niemowlę nie jest bezpieczne, zadzwoń teraz pod 999 (numer alarmowy). Nie marnujesz niczyjego czasu.

    Nie musisz wiedzieć, co się dzieje. Powiedz, co Cię niepokoi.
help-now-also-heading = Jeśli nie możesz rozmawiać przez telefon
help-now-also =
    Poproś kogoś w pobliżu, żeby zadzwonił za Ciebie. Możesz też o każdej porze iść na najbliższy szpitalny oddział ratunkowy (A&E).

    Jeśli dzwonisz pod 999 z telefonu komórkowego i nie możesz mówić, naciśnij 55, gdy o to poproszą. Wtedy połączą Cię z policją.
route-number = Numer
route-note = Warto wiedzieć
route-hours = Kiedy odbierają
route-checked = Ostatnio sprawdzono
route-owner = Kto dba o aktualność
duty-heading = Kiedy nasza osoba dyżurująca jest na miejscu
duty-there = Osoba dyżurująca jest teraz na miejscu, do { $until }.
duty-not-there = Osoby dyżurującej nie ma teraz na miejscu. Wraca: { $back }. Do tego czasu zadzwoń pod jeden z innych numerów na tej stronie.
told-first = Jeśli to, co wysyłasz, jest nagłym przypadkiem, pierwszą osobą z naszej listy, która się teraz o tym dowie, jest: { $who }. Nikt nie może obiecać, kiedy to zobaczy. Nie czekaj: zadzwoń.
told-nobody = Jeśli to, co teraz wysyłasz, jest nagłym przypadkiem, nie ma tu nikogo, kto się o tym dowie. Nie czekaj na nas: zadzwoń.
duty-flexible = Te godziny mogą się trochę zmienić.
duty-holidays-not-known = Jeśli to dzień wolny od pracy (bank holiday), nikogo wtedy nie ma.
checked-never = Nikt jeszcze tego nie sprawdził
checked-never-number = Nikt jeszcze nie sprawdził tego numeru
checked-long-ago = { $months } mies. temu. Coś mogło się zmienić.
route-demonstration = Tylko na pokaz
route-demonstration-note = Ten numer jest zmyślony. Nikt go nie odbiera.

## The first page

home-title = Start
home-hero = Pomoc w tym, jak się czujesz, w ciąży i później
home-place = Dla osób z obszaru: { $place }. Bezpłatnie, w ramach NHS (publicznej służby zdrowia).
home-ask = Poproś o pomoc dla siebie
home-ask-about = W ciąży, po porodzie lub po stracie.
home-family = Poproś o pomoc dla kogoś z rodziny
home-family-about = Niepokoisz się o kogoś bliskiego.
home-refer = Skieruj kogoś jako specjalista
home-refer-about = Dla lekarzy rodzinnych (GP), położnych, pielęgniarek środowiskowych (health visitors), pracowników socjalnych i organizacji charytatywnych.
home-services = Zobacz, co jest dla Ciebie
home-services-about = Nasze zespoły i inni, do których można się zwrócić.
home-more = Także tutaj
home-follow = Co ze zgłoszeniem: dowiedz się, co się z nim stało
home-partners = Dla ojców i partnerów
home-after-a-loss = Po stracie
home-said-and-done = Wy mówicie, my działamy

## What became of a request

how-heading = Jak zapytać dzisiaj
how-asked-for-you = Zapytaj osobę, która zwróciła się do nas w Twojej sprawie, na przykład położną lub lekarza rodzinnego (GP). My też się z nią kontaktujemy.

follow-title = Co dalej
follow-body =
    Jeśli masz własną stronę, otwórz jej link: mówi, co się dzieje. Jeśli nie, możesz pytać w każdej chwili i tak często, jak chcesz. Ktoś z nas może dać Ci taką stronę.
follow-say-heading = Kiedy dzwonisz
follow-say =
    Podaj imię i nazwisko, datę zgłoszenia i numer referencyjny, jeśli go masz. Jeśli jest gorzej, powiedz to najpierw.

    Może ktoś odbiera Twój telefon, a nie chcesz, żeby ta osoba wiedziała. Wtedy podaj nam bezpieczną porę lub inny numer.

## The start pages. Titles are what a browser's history shows: they give nobody away.

start-now = Zacznij teraz
start-closed = Nikt tutaj nie przeczyta tego, co wyślesz, wcześniej niż: { $next }. Możesz wysłać teraz. Jeśli to nie może czekać, zadzwoń.

ask-title = Dla Ciebie
ask-heading = Poproś o pomoc dla siebie
ask-body =
    Wiele osób w ciąży, po porodzie lub po stracie czuje przygnębienie, lęk albo nie czuje się sobą. To nie jest Twoja wina. Możesz poprosić o pomoc w każdej chwili. Nie musisz szukać właściwych słów.
ask-long-heading = Ile to trwa
ask-long =
    Około 10 minut. Potrzebujemy Twojego imienia i nazwiska oraz jednego bezpiecznego sposobu kontaktu. Wszystko inne możesz pominąć.

    To, co piszesz, zapisuje się na bieżąco: na 24 godziny albo do zamknięcia przeglądarki. Możesz przerwać w każdej chwili.
ask-who-sees-heading = Kto to widzi
ask-who-sees =
    Osoby, które tu pracują i się Tobą opiekują. Nikt inny, chyba że sobie tego życzysz albo komuś grozi niebezpieczeństwo.

    Nie mówimy Twojej rodzinie. Możesz powiedzieć, pod który numer można bezpiecznie dzwonić, a pod który nie.
ask-agree-heading = Jeśli nie masz jeszcze 18 lat
ask-agree =
    Możesz poprosić o pomoc w swoim imieniu. Nie mówimy najpierw Twoim rodzicom; rozmawiamy z Tobą.

family-title = Dla kogoś innego
family-heading = Poproś o pomoc dla kogoś z rodziny
family-body =
    Czasem widać, że ktoś bliski źle się czuje, zanim ta osoba sama to zauważy. Możesz nam powiedzieć, co Cię niepokoi, nawet jeśli nie masz pewności.
family-long-heading = Ile to trwa
family-long =
    Około 10 minut. Potrzebujemy imienia i nazwiska tej osoby, tego, co Cię niepokoi, i sposobu kontaktu z Tobą. Wszystko inne możesz pominąć.

    To, co piszesz, zapisuje się na bieżąco: na 24 godziny albo do zamknięcia przeglądarki. Możesz przerwać w każdej chwili.
family-who-sees-heading = Kto to widzi
family-who-sees =
    Osoby, które tu pracują. Osoba, o którą się niepokoisz, może kiedyś przeczytać, co o niej napisano. Dlatego pisz o tym, co widać.

    Możliwe, że nie będziemy mogli powiedzieć Ci o jej leczeniu. Zawsze możemy Cię wysłuchać.
family-agree-heading = Czy ta osoba musi się zgodzić?
family-agree =
    Najlepiej powiedzieć jej, że prosisz o pomoc. Jeśli uważasz, że komuś grozi niebezpieczeństwo, poproś nawet bez jej zgody.

refer-title = Służbowo
refer-heading = Skieruj kogoś jako specjalista
refer-body =
    Dla lekarzy rodzinnych (GP), położnych, pielęgniarek środowiskowych (health visitors), pracowników socjalnych i osób pracujących w organizacjach charytatywnych. Jeden formularz do wszystkich zespołów: znajdziemy ten właściwy.
refer-long-heading = Ile to trwa
refer-long =
    Dwie minuty w nagłym przypadku: Twoje imię i nazwisko, Twój numer i to, co się dzieje. Także to, gdzie jest osoba, kto jest przy niej i dowolne jej imię. W innych przypadkach około 15 minut.

    Możesz zapisać formularz i wrócić do niego później. Zapisany formularz nie jest wysłany i nikt tutaj go nie czyta.
refer-who-sees-heading = Kto to widzi
refer-who-sees =
    Osoba dyżurująca, zebranie zespołu i zespół, który przejmie skierowanie. To, co piszesz o ochronie osób zagrożonych (safeguarding), trzymamy oddzielnie i widzi to mniej osób.

    Osoba kierowana może przeczytać to, co piszesz.
refer-agree-heading = Zgoda
refer-agree =
    Powiedz tej osobie, że ją kierujesz, i zaznacz, czy się zgadza. W nagłym przypadku nie czekaj na zgodę.
q-purpose = Co chcesz zrobić?
o-purpose-refer = Skierować
o-purpose-advice = Najpierw poprosić o poradę
o-purpose-advice-hint = Nie trzeba podawać nazwiska osoby. Jeśli jest sygnał ostrzegawczy, prośba od razu staje się skierowaniem.

too-many-title = Za minutę
too-many-heading = Spróbuj ponownie za minutę
too-many =
    Z miejsca, w którym jesteś, rozpoczęto właśnie bardzo wiele formularzy. To nie Twój błąd i nic Twojego nie przepadło.

    Możesz spróbować ponownie za minutę albo zadzwonić.

## Every page of questions

step-title = Krok { $number }
error-title = Błąd: { $title }
caption = Prośba o pomoc, krok { $number }
caption-professional = Skierowanie, krok { $number }
continue = Dalej
back = Wstecz
send-now = Wyślij teraz
problem-heading = Coś wymaga poprawy
most-characters = Jest miejsce na 10 000 znaków, czyli około czterech stron.
by-phone-summary = Wolę powiedzieć to przez telefon
by-phone =
    Możesz zadzwonić i to powiedzieć. Ktoś zapisze to za Ciebie. To znaczy tyle samo co formularz.
danger-line = Czy teraz grozi niebezpieczeństwo?

o-yes = Tak
o-no = Nie
o-not_known = Nie mam pewności
o-rather-not-say = Wolę nie mówić

### How things are now

s-now = Jak jest teraz
q-now = Jaka jest teraz Twoja sytuacja?
q-now-hint = Pytamy, żeby używać właściwych słów.
q-now-family = Jaka jest teraz sytuacja tej osoby?
q-now-family-hint = Chodzi o osobę, o którą się niepokoisz. Pytamy, żeby używać właściwych słów.
q-now-professional = Jaka jest teraz sytuacja?
q-now-professional-hint = Do niej dopasowane są dalsze pytania.
o-now-thinking = Myślę o ciąży
o-now-pregnant = Jestem w ciąży
o-now-baby = Urodziło mi się dziecko
o-now-loss = Spotkała mnie strata dziecka lub ciąży
o-now-not_said = Wolę nie mówić
o-now-thinking-family = Ta osoba myśli o ciąży
o-now-pregnant-family = Ta osoba jest w ciąży
o-now-baby-family = Tej osobie urodziło się dziecko
o-now-loss-family = Tę osobę spotkała strata dziecka lub ciąży
o-now-not_said-family = Wolę nie mówić albo nie wiem
o-now-thinking-professional = Rozważa ciążę
o-now-pregnant-professional = W ciąży
o-now-baby-professional = Po porodzie
o-now-loss-professional = Strata dziecka lub ciąży, z dowolnej przyczyny i na każdym etapie
o-now-not_said-professional = Nie wiadomo albo osoba woli nie mówić

s-more = Trochę więcej
s-more-lead = Możesz pominąć wszystko, o czym nie chcesz mówić.
s-more-pregnant = O ciąży
s-more-baby = O porodzie
s-more-loss = Bardzo nam przykro
s-more-loss-lead =
    Nie musisz mówić nam nic więcej. Jeśli chcesz, możesz wybrać to, co jest najbliższe. Nic tutaj nie jest wymagane.
s-more-professional-loss = O stracie
s-more-professional-loss-lead = Nic tutaj nie jest wymagane. Nie pytaj o to teraz tej osoby.
q-situation-baby = Co jest najbliższe?
q-situation-loss = Co się stało?
q-situation-loss-hint = Możesz to pominąć.
q-situation-professional-loss = Rodzaj straty
q-situation-professional-loss-hint = Pomiń, jeśli nie wiadomo.
o-situation-living_baby = Moje dziecko jest ze mną w domu
o-situation-neonatal_care = Moje dziecko jest w szpitalu, na oddziale noworodkowym
o-situation-twins_one_lost = Były bliźnięta lub więcej dzieci i co najmniej jedno z nich zmarło
o-situation-baby_elsewhere = Moje dziecko nie mieszka ze mną
o-situation-living_baby-family = Dziecko jest z tą osobą w domu
o-situation-neonatal_care-family = Dziecko jest w szpitalu, na oddziale noworodkowym
o-situation-twins_one_lost-family = Były bliźnięta lub więcej dzieci i co najmniej jedno z nich zmarło
o-situation-baby_elsewhere-family = Dziecko nie mieszka z tą osobą
o-situation-living_baby-professional = Żyjące dziecko w domu
o-situation-neonatal_care-professional = Dziecko na oddziale noworodkowym
o-situation-twins_one_lost-professional = Bliźnięta lub ciąża wielopłodowa, utrata jednego lub więcej dzieci
o-situation-baby_elsewhere-professional = Dziecko odebrane, adoptowane lub mieszka gdzie indziej
o-situation-miscarriage = Poronienie
o-situation-ectopic_or_molar = Ciąża pozamaciczna lub zaśniadowa
o-situation-termination = Ciąża została przerwana, z dowolnego powodu
o-situation-stillbirth = Dziecko urodziło się martwe
o-situation-neonatal_death = Dziecko zmarło po urodzeniu
q-ends = Data
q-ends-pregnant = Kiedy dziecko ma się urodzić?
q-ends-pregnant-hint = Wystarczy w przybliżeniu. Na przykład 27 3 2027.
q-ends-baby = Kiedy był poród?
q-ends-baby-hint = Na przykład 27 3 2026.
q-ends-loss = Kiedy to się stało?
q-ends-loss-hint = Tylko jeśli chcesz powiedzieć. Nie musisz.
q-ends-professional-loss = Data straty
q-ends-professional-loss-hint = Tylko jeśli jest znana.
q-own_words = Czy są słowa lub imię, których mamy używać?
q-own_words-hint = Na przykład to, jak mówisz o dziecku.
q-own_words-family = Czy są słowa lub imię, których mamy używać zgodnie z wolą tej osoby?
q-own_words-family-hint = Na przykład to, jak ta osoba mówi o dziecku.
q-own_words-professional = Słowa lub imię, których osoba używa, mówiąc o dziecku
q-own_words-loss = Czy jest imię lub są słowa, których mamy używać?
q-own_words-loss-hint = Używamy imienia i unikamy słów, które ranią.
q-own_words-family-loss = Czy jest imię lub są słowa, których mamy używać zgodnie z wolą tej osoby?
q-own_words-family-loss-hint = Używamy imienia i unikamy słów, które ranią.
q-own_words-professional-loss = Imię lub słowa, których mamy używać zgodnie z wolą osoby
q-own_words-professional-loss-hint = Widzi je każdy, kto do tej osoby pisze.

### Warning signs

s-today = Sygnały ostrzegawcze
q-signs = Czy w ostatnich dniach zdarzyło się coś z tej listy?
q-signs-hint = Zaznacz wszystko, co jest prawdą. Powiedz nam, nawet jeśli nie masz pewności. Pytamy o to wszystkich.
q-signs-family = Czy w ostatnich dniach zdarzyło się tej osobie coś z tej listy?
q-signs-family-hint = Zaznacz wszystko, co było widać lub słychać. Powiedz nam, nawet jeśli nie masz pewności.
q-signs-professional = Czy występuje coś z tej listy?
q-signs-professional-hint = Każdy z tych sygnałów oznacza nagły przypadek. Zaznacz wszystkie, które pasują, także gdy nie masz pewności.
o-signs-sudden_change = Zaszła we mnie bardzo szybka zmiana, która przeraża mnie lub innych
o-signs-self_harm = Myślę o tym, żeby zrobić sobie krzywdę lub odebrać sobie życie
o-signs-cannot_be_a_mother = Czuję, że nie mogę być rodzicem albo że mojemu dziecku byłoby lepiej beze mnie
o-signs-cut_off_from_baby = Czuję odcięcie od mojego dziecka, jakby to dziecko nie było moje
o-signs-frightening_things = Widzę lub słyszę rzeczy, które mnie przerażają, albo wierzę w takie rzeczy
o-signs-no_sleep_full_of_energy = Prawie nie śpię, a mimo to mam mnóstwo energii
o-signs-harm_done = Zdarzyło mi się zrobić krzywdę sobie lub komuś innemu
o-signs-baby_not_safe = Moje dziecko lub inne dziecko może nie być bezpieczne
o-signs-baby_not_safe-pregnant = Dziecko, które jest przy mnie, może nie być bezpieczne
o-signs-baby_not_safe-not_said = Jeśli jest przy mnie niemowlę lub dziecko: może nie być bezpieczne
o-signs-none = Nic z tej listy
o-signs-sudden_change-family = Zaszła w tej osobie bardzo szybka zmiana, która przeraża ją lub mnie
o-signs-self_harm-family = Ta osoba myśli lub mówi o zrobieniu sobie krzywdy lub o śmierci
o-signs-cannot_be_a_mother-family = Ta osoba mówi, że nie może być rodzicem albo że dziecku byłoby lepiej bez niej
o-signs-cut_off_from_baby-family = Ta osoba wydaje się odcięta od dziecka, jakby to dziecko nie było jej
o-signs-frightening_things-family = Ta osoba widzi lub słyszy rzeczy, które ją przerażają, albo wierzy w takie rzeczy
o-signs-no_sleep_full_of_energy-family = Ta osoba prawie nie śpi, a mimo to ma mnóstwo energii
o-signs-harm_done-family = Ta osoba zrobiła krzywdę sobie lub komuś innemu
o-signs-baby_not_safe-family = Niemowlę lub inne dziecko może nie być bezpieczne
o-signs-baby_not_safe-family-pregnant = Dziecko, które jest przy tej osobie, może nie być bezpieczne
o-signs-baby_not_safe-family-not_said = Jeśli przy tej osobie jest niemowlę lub dziecko: może ono nie być bezpieczne
o-signs-sudden_change-professional = Niedawna znacząca zmiana stanu psychicznego lub nowe objawy
o-signs-sudden_change-professional-hint = Między innymi omamy, urojenia, splątanie lub mało snu przy dużej energii.
o-signs-self_harm-professional = Nowe myśli o gwałtownym samouszkodzeniu lub takie czyny
o-signs-self_harm-professional-hint = Myśli samobójcze też się liczą, także gdy żaden czyn nie jest planowany.
o-signs-cannot_be_a_mother-professional = Nowe i utrzymujące się wypowiedzi o niezdolności do bycia matką
o-signs-cut_off_from_baby-professional = Poczucie obcości wobec niemowlęcia
o-signs-harm_done-professional = Krzywda już wyrządzona sobie lub innej osobie
o-signs-baby_not_safe-professional = Niemowlę lub dziecko pod opieką tej osoby może nie być bezpieczne
o-signs-baby_not_safe-professional-pregnant = Dziecko pod opieką tej osoby może nie być bezpieczne
o-signs-baby_not_safe-professional-not_said = Jeśli niemowlę lub dziecko jest pod opieką tej osoby: może ono nie być bezpieczne

### At once, after a warning sign

s-call = Dziękujemy, że nam o tym mówisz
s-call-lead =
    Jeśli komuś grozi niebezpieczeństwo, nie czekaj na nas. Zadzwoń teraz pod jeden z numerów powyżej.

    Potem podaj nam jeden numer, pod który można bezpiecznie dzwonić. Wysyła się on od razu po naciśnięciu przycisku. Następna strona powie, czy jest tu teraz ktoś, kto to przeczyta.
s-call-family-lead =
    Jeśli komuś grozi niebezpieczeństwo, nie czekaj na nas. Zadzwoń teraz pod jeden z numerów powyżej.

    Potem podaj nam jeden numer, pod którym możemy bezpiecznie się z Tobą połączyć. Wysyła się on od razu po naciśnięciu przycisku. Następna strona powie, czy jest tu teraz ktoś, kto to przeczyta.
q-call_back = Jeden numer, pod który można bezpiecznie dzwonić
q-call_back-hint = Twój lub kogoś, komu ufasz. Jeśli odbierze ktoś inny, nie powiemy nic o tym, czego to dotyczy.
q-call_back-family = Twój numer, jeśli można pod niego bezpiecznie dzwonić
q-call_back-family-hint = Jeśli odbierze ktoś inny, nie powiemy nic o tym, czego to dotyczy.
q-call_back-professional = Twój numer, żeby oddzwonić teraz
q-call_back-professional-hint = Numer bezpośredni. Numer wewnętrzny dopisz tak: „ext 12”.
q-call_back_note = Kto odbiera i czy jest coś, czego nie wolno nam powiedzieć?
q-call_back_note-hint = Możesz to pominąć.
q-no_number = Żaden numer nie jest bezpieczny
s-quick = Nagły przypadek: minimum, którego potrzebujemy
s-quick-lead =
    Wysyła się od razu po naciśnięciu przycisku. Nic więcej nie jest teraz potrzebne: ani numer NHS, ani data urodzenia, ani wynik skali. Potem możesz dodać więcej.
q-worry-professional = Co się dzieje
q-worry-professional-hint = Co się zmieniło, od kiedy i co Cię niepokoi. Możesz wkleić list lub notatkę.
q-where = Gdzie jest ta osoba
q-where-hint = Adres, oddział lub miejsce, na ile wiesz.
q-with = Kto jest przy tej osobie
q-with-hint = Wpisz „nikt” lub „nie wiadomo”, jeśli tak jest.
q-with-baby = Kto jest przy tej osobie i przy dziecku
q-with-baby-hint = Wpisz „nikt” lub „nie wiadomo”, jeśli tak jest.

ring-title = Do kogo zadzwonić
ring-heading = Zadzwoń teraz albo poproś kogoś, żeby zadzwonił za Ciebie
ring-heading-family = Zadzwoń teraz
ring =
    Z Twojej odpowiedzi wynika, że żaden numer nie jest bezpieczny. Dlatego nikt stąd nie może do Ciebie zadzwonić i nikt tutaj jeszcze nie wie, że to Ty.

    Możesz zadzwonić pod te numery z każdego telefonu, także cudzego. O każdej porze możesz iść na najbliższy szpitalny oddział ratunkowy (A&E). Jeśli jesteś u położnej, lekarza rodzinnego (GP) lub pielęgniarki środowiskowej (health visitor), powiedz o tym na miejscu.
ring-family =
    Z Twojej odpowiedzi wynika, że żaden numer nie jest bezpieczny. Dlatego nikt stąd nie może do Ciebie zadzwonić i nikt tutaj jeszcze nie wie, o kogo chodzi.

    Możesz zadzwonić pod te numery z każdego telefonu, także cudzego. Jeśli uważasz, że ktoś może umrzeć, zadzwoń pod 999 (numer alarmowy) i to powiedz.
ring-then-heading = Jeśli chcesz kontynuować tutaj
ring-then =
    Możesz przejść dalej i podać nam inny bezpieczny sposób kontaktu, na przykład adres e-mail. Nic się nie wysyła, dopóki nie naciśniesz „Wyślij”. Możesz też po prostu opuścić stronę.
ring-go-on = Przejdź do dalszych pytań
ring-number = Mam jednak bezpieczny numer

### In their own words

s-words = Co się dzieje
s-words-lead = Nie musisz szukać właściwych słów. Możesz pominąć to, o czym nie chcesz mówić.
s-words-professional-lead = Potrzebujemy tylko tego, co się dzieje. Rozpoznanie nie jest potrzebne.
q-concerns = Czego to dotyczy?
q-concerns-hint = Zaznacz tyle odpowiedzi, ile chcesz.
q-concerns-professional = Czego to dotyczy?
o-concerns-low = Przygnębienie, płaczliwość, brak radości
o-concerns-anxious = Zamartwianie się lub panika
o-concerns-intrusive_thoughts = Myśli lub obrazy, które ciągle wracają
o-concerns-birth_trauma = Przerażający lub ciężki poród
o-concerns-fear_of_birth = Lęk przed porodem
o-concerns-loss = Strata
o-concerns-with_baby = Jak jest z dzieckiem
o-concerns-with_baby-pregnant = Jak to jest być z tym dzieckiem, jeszcze przed porodem
o-concerns-eating = Jedzenie
o-concerns-earlier_trauma = Coś, co zdarzyło się wcześniej w życiu
o-concerns-planning = Planowanie ciąży
o-concerns-other = Coś innego
o-concerns-low-professional = Obniżony nastrój
o-concerns-anxious-professional = Lęk lub panika
o-concerns-intrusive_thoughts-professional = Myśli natrętne lub obsesje
o-concerns-birth_trauma-professional = Trauma okołoporodowa
o-concerns-fear_of_birth-professional = Tokofobia
o-concerns-with_baby-professional = Relacja rodzica i niemowlęcia
o-concerns-with_baby-professional-pregnant = Relacja z nienarodzonym dzieckiem
o-concerns-eating-professional = Zaburzenie odżywiania
o-concerns-earlier_trauma-professional = Wcześniejsza trauma
o-concerns-planning-professional = Porada przed ciążą: choroba psychiczna lub leki na nią
q-worry = Co chcesz nam powiedzieć?
q-worry-hint = Na przykład: „Nie śpię i się boję”.
q-worry-loss = Co chcesz nam powiedzieć?
q-worry-loss-hint = Tak dużo lub tak mało, jak chcesz.
q-worry-family = Co Cię niepokoi?
q-worry-family-hint = Co było widać lub słychać i od kiedy.
q-with_baby = Jak jest z dzieckiem?
q-with_baby-hint = Jakkolwiek jest, możesz to powiedzieć.
q-with_baby-family = Jak jest między tą osobą a dzieckiem?
q-with_baby-professional = Relacja z dzieckiem
q-helps = Co pomaga lub kto pomaga?
q-helps-family = Co pomaga tej osobie lub kto jej pomaga?
q-helps-professional = Co pomaga osobie i wsparcie w domu

s-before = Zdrowie do tej pory
s-before-lead = Możesz pominąć to, o czym nie chcesz mówić.
s-before-family-lead = Napisz, co wiesz. Możesz pominąć wszystko.
s-before-professional = Wywiad i leki
s-before-professional-lead = Na ile wiesz.
q-severe = Czy kiedykolwiek stwierdzono u Ciebie chorobę dwubiegunową albo psychozę?
q-severe-hint = Psychoza to czas, gdy ktoś widzi lub słyszy rzeczy, których inni nie widzą i nie słyszą. Albo mocno wierzy w coś, w co inni nie wierzą.
q-severe-family = Czy ta osoba miała kiedykolwiek chorobę dwubiegunową albo psychozę?
q-severe-family-hint = Psychoza to czas, gdy ktoś widzi lub słyszy rzeczy, których inni nie widzą i nie słyszą. Albo mocno wierzy w coś, w co inni nie wierzą.
q-severe-professional = Choroba dwubiegunowa lub psychoza, teraz albo w przeszłości
q-severe-professional-hint = Także psychoza poporodowa.
o-severe-not_known-professional = Nie wiadomo
q-history = Czy zdarzyło Ci się już korzystać z pomocy w sprawach zdrowia psychicznego?
q-history-hint = Kiedy i co pomogło, a co nie.
q-history-family = Czy ta osoba korzystała już z pomocy w sprawach zdrowia psychicznego?
q-history-professional = Dotychczasowe zdrowie psychiczne osoby i rodziny
q-been_before = Czy zdarzyło Ci się już być pod opieką naszych zespołów?
q-been_before-hint = Możesz to pominąć. Pytamy, żeby nie trzeba było opowiadać wszystkiego od nowa.
q-been_before-family = Czy ta osoba była już pod opieką naszych zespołów?
q-been_before-family-hint = Możesz to pominąć.
q-been_before-professional = Wcześniejsza opieka w naszych zespołach, na ile wiesz
q-been_before-professional-hint = Możesz to pominąć. Nie mówimy, kogo znamy.
o-been_before-not_known-professional = Nie wiadomo
q-medicines = Czy bierzesz leki lub czy ostatnio któryś został odstawiony?
q-medicines-hint = Wystarczą nazwy. Nie odstawiaj żadnych leków z powodu tego pytania.
q-medicines-family = Czy ta osoba bierze leki lub czy ostatnio jakieś odstawiła?
q-medicines-family-hint = Wystarczą nazwy. Prosimy nie odstawiać żadnych leków z powodu tego pytania.
q-medicines-professional = Leki przyjmowane teraz i ostatnio odstawione
q-medicines-professional-hint = Walproinian i lit sprawdza tego samego dnia osoba uprawniona do przepisywania leków.

### Who it is about

s-who = O Tobie
s-who-lead = Potrzebne jest tylko imię. Wystarczy dowolne.
s-who-family = Osoba, o którą się niepokoisz
s-who-family-lead = Potrzebne jest tylko imię. Wystarczy dowolne.
s-who-professional = Osoba kierowana
s-who-professional-lead = Potrzebne jest tylko imię lub nazwisko. Numer NHS pomaga nam znaleźć właściwą kartotekę.
q-name = Twoje imię i nazwisko
q-name-family = Imię i nazwisko tej osoby
q-name-professional = Imię i nazwisko osoby
q-name-professional-hint = W nagłym przypadku wystarczy dowolne imię.
q-born = Twoja data urodzenia
q-born-hint = Na przykład 27 3 1995.
q-born-family = Data urodzenia tej osoby
q-born-family-hint = Możesz to pominąć.
q-born-professional = Data urodzenia
q-born-professional-hint = Na przykład 27 3 1995.
q-nhs_number = Twój numer NHS, jeśli go znasz
q-nhs_number-hint = 10 cyfr. Jest na listach z NHS.
q-nhs_number-family = Numer NHS tej osoby, jeśli go znasz
q-nhs_number-family-hint = 10 cyfr. Jest na listach z NHS.
q-nhs_number-professional = Numer NHS
q-nhs_number-professional-hint = 10 cyfr, ze spacjami lub bez.
q-postcode = Twój kod pocztowy
q-postcode-family = Kod pocztowy tej osoby
q-postcode-professional = Kod pocztowy
q-gp = Twoja przychodnia lekarza rodzinnego (GP)
q-gp-family = Przychodnia lekarza rodzinnego (GP) tej osoby
q-gp-professional = Przychodnia GP
q-no_gp = Nie mam lekarza rodzinnego (GP). To nic złego.
q-no_gp-family = Ta osoba nie ma lekarza rodzinnego (GP)
q-no_gp-professional = Brak GP
q-home = Kto z Tobą mieszka?
q-home-hint = Dzieci też. Możesz to pominąć.
q-home-family = Kto mieszka z tą osobą?
q-home-family-hint = Dzieci też.
q-home-professional = Kto mieszka z osobą kierowaną
q-home-professional-hint = Także partner lub partnerka i inne dzieci.

s-you = O Tobie
s-you-lead = Żebyśmy mogli się z Tobą skontaktować. Potrzebujemy jednego sposobu: numeru telefonu albo adresu e-mail.
s-you-professional = O Tobie jako osobie kierującej
s-you-professional-lead = Dowiesz się, co zdecydowano i dlaczego. Potrzebujemy jednego sposobu kontaktu z Tobą.
q-by_name = Twoje imię i nazwisko
q-by_role = Kim jesteś dla tej osoby?
q-by_role-hint = Na przykład: partner lub partnerka, matka, przyjaciel lub przyjaciółka.
q-by_role-professional = Twoje stanowisko
q-by_source = Gdzie pracujesz
q-by_organisation = Organizacja i miejsce
q-by_telephone = Twój numer
q-by_telephone-hint = Taki, pod który można bezpiecznie dzwonić.
q-by_telephone-professional = Twój numer
q-by_telephone-professional-hint = Numer bezpośredni, jeśli go masz.
q-by_email = Twój adres e-mail
q-by_email-professional = Twój służbowy adres e-mail

s-agree = Czy ta osoba wie?
s-agree-lead = Możesz to pominąć.
s-agree-professional = Zgoda
s-agree-professional-lead = Nigdy nie wstrzymuje nagłego przypadku.
q-agreement = Czy ta osoba wie, że prosisz o pomoc?
q-agreement-professional = Czy osoba wie o skierowaniu i się zgadza?
o-agreement-agrees = Wie i się zgadza
o-agreement-declines = Wie i tego nie chce
o-agreement-not_asked = Nie wie
o-agreement-agrees-professional = Wie i się zgadza
o-agreement-declines-professional = Wie i odmawia
o-agreement-not_asked-professional = Nie zapytano jej
q-agreement_why = Czy jest coś, co powinniśmy w tej sprawie wiedzieć?
q-agreement_why-professional = Jeśli osoba odmawia lub jej nie zapytano: dlaczego
q-agreement_why-professional-hint = Na przykład dlatego, że pytanie naraziłoby kogoś na niebezpieczeństwo.

### How it is safe to reach her

s-reach = Jak można się z Tobą bezpiecznie kontaktować?
s-reach-lead =
    Potrzebujemy jednego bezpiecznego sposobu. Tego, na co odpowiesz „Nie”, nie używamy. Nigdy nie zostawiamy wiadomości o tym, czego sprawa dotyczy.
s-reach-family = Jak można się bezpiecznie kontaktować z tą osobą?
s-reach-family-lead = Napisz, co wiesz. Gdy nie masz pewności, ktoś z nas najpierw sprawdza, czy można bezpiecznie rozmawiać.
s-reach-professional = Bezpieczne sposoby kontaktu z osobą
s-reach-professional-lead = „Nie wiadomo” oznacza jeden neutralny telefon od kogoś z nas. Odpowiedzi „Nie” przestrzegamy.
q-reach_telephone = Czy możemy do Ciebie dzwonić?
q-telephone = Twój numer telefonu
q-reach_voicemail = Czy możemy zostawić wiadomość głosową?
q-reach_voicemail-hint = Tylko imię i nazwisko oraz numer, pod który można oddzwonić.
q-reach_text = Czy możemy wysłać SMS?
q-reach_email = Czy możemy wysłać e-mail?
q-email = Twój adres e-mail
q-reach_letter = Czy możemy wysłać list?
q-address = Twój adres
q-address-hint = Taki, pod który listy przychodzą bezpiecznie.
q-reach_note = Kiedy i jak jest najlepiej?
q-reach_note-hint = Na przykład: „tylko rano”, „dzwonić dwa razy”, „mój partner nie może wiedzieć”.
q-reach_telephone-family = Czy możemy do tej osoby dzwonić?
q-telephone-family = Numer telefonu tej osoby
q-reach_voicemail-family = Czy możemy zostawić tej osobie wiadomość głosową?
q-reach_text-family = Czy możemy wysłać tej osobie SMS?
q-reach_email-family = Czy możemy wysłać tej osobie e-mail?
q-email-family = Adres e-mail tej osoby
q-reach_letter-family = Czy możemy wysłać tej osobie list?
q-address-family = Adres tej osoby
q-reach_note-family = Kiedy i jak jest najlepiej?
q-reach_note-family-hint = Na przykład: „tylko rano”.
q-reach_telephone-professional = Czy można bezpiecznie dzwonić?
q-telephone-professional = Numer telefonu osoby
q-reach_voicemail-professional = Czy można bezpiecznie zostawić wiadomość głosową?
q-reach_text-professional = Czy można bezpiecznie wysłać SMS?
q-reach_email-professional = Czy można bezpiecznie wysłać e-mail?
q-email-professional = Adres e-mail osoby
q-reach_letter-professional = Czy można bezpiecznie wysłać list?
q-address-professional = Adres
q-reach_note-professional = Kiedy i jak jest najlepiej
o-reach_telephone-not_known-professional = Nie wiadomo
o-reach_voicemail-not_known-professional = Nie wiadomo
o-reach_text-not_known-professional = Nie wiadomo
o-reach_email-not_known-professional = Nie wiadomo
o-reach_letter-not_known-professional = Nie wiadomo

s-tell = Komu możemy powiedzieć?
s-tell-lead = Pytamy, zanim powiemy. Jeśli komuś grozi niebezpieczeństwo, możemy musieć powiedzieć innym; najpierw mówimy Tobie, jeśli to bezpieczne.
s-tell-professional = Komu możemy powiedzieć za zgodą osoby
s-tell-professional-lead = Na ile osoba to powiedziała. To, czego nie wiadomo, nie oznacza zgody.
q-tell_gp = Czy możemy powiedzieć Twojemu lekarzowi rodzinnemu (GP)?
q-tell_midwife = Czy możemy powiedzieć położnej, jeśli ją masz?
q-tell_health_visitor = Czy możemy powiedzieć pielęgniarce środowiskowej (health visitor), jeśli ją masz?
q-supporter = Czy jest ktoś, kto Cię wspiera?
q-supporter-hint = Imię i nazwisko oraz kim ta osoba dla Ciebie jest. Możesz to pominąć.
q-supporter_telephone = Numer telefonu tej osoby
q-tell_supporter = Czy możemy rozmawiać z tą osobą o Tobie?
q-tell_gp-professional = GP
q-tell_midwife-professional = Położna
q-tell_health_visitor-professional = Pielęgniarka środowiskowa (health visitor)
q-supporter-professional = Ktoś, kto wspiera osobę kierowaną
q-supporter-professional-hint = Imię i nazwisko oraz kim jest dla osoby kierowanej. Rzecznik (advocate) też się liczy.
q-supporter_telephone-professional = Numer osoby wspierającej
q-tell_supporter-professional = Osoba wspierająca
o-tell_gp-not_known-professional = Nie wiadomo
o-tell_midwife-not_known-professional = Nie wiadomo
o-tell_health_visitor-not_known-professional = Nie wiadomo
o-tell_supporter-not_known-professional = Nie wiadomo

s-needs = Co pomaga Ci w rozmowie z nami?
s-needs-lead = Możesz pominąć to wszystko.
s-needs-family = Co pomaga tej osobie w rozmowie z nami?
s-needs-family-lead = Możesz pominąć to wszystko.
s-needs-professional = Język i potrzeby
q-interpreter = Czy chcesz skorzystać z pomocy tłumacza?
q-interpreter-hint = To nic nie kosztuje. Nigdy nie prosimy rodziny o tłumaczenie.
q-interpreter-family = Czy ta osoba chce skorzystać z pomocy tłumacza?
q-interpreter-family-hint = To nic nie kosztuje. Nigdy nie prosimy rodziny o tłumaczenie.
q-interpreter-professional = Czy potrzebny jest tłumacz?
q-language = Jaki język lub język migowy?
q-preferences = Z kim wolisz rozmawiać?
q-preferences-hint = Staramy się. Nie zawsze możemy.
q-preferences-family = Z kim ta osoba woli rozmawiać?
q-preferences-professional = Preferencje: z kim rozmawiać
o-preferences-woman = Z kobietą
o-preferences-language = Z kimś, kto mówi w moim języku
o-preferences-culture = Z kimś, kto zna moją kulturę lub wiarę
o-preferences-language-family = Z kimś, kto mówi w języku tej osoby
o-preferences-culture-family = Z kimś, kto zna kulturę lub wiarę tej osoby
o-preferences-language-professional = Z kimś, kto mówi w tym języku
o-preferences-culture-professional = Z kimś, kto zna tę kulturę lub wiarę
q-preference_more = Czy jeszcze coś jest ważne w tym, kto to będzie?
q-needs = Co jeszcze pomaga?
q-needs-hint = Na przykład: duży druk, proste słowa, winda, ktoś do towarzystwa.
q-needs-family = Co jeszcze pomaga tej osobie?
q-needs-professional = Potrzeby w zakresie dostępności i komunikacji

s-others = Ochrona osób zagrożonych (safeguarding)
s-others-lead =
    Trzymamy to oddzielnie od reszty skierowania i widzi to mniej osób. Zostaw puste, jeśli nic Cię nie niepokoi.
q-safeguarding = Co wiadomo o zagrożonych dzieciach lub dorosłych
q-safeguarding-hint = Plany, pracownicy socjalni i to, co osoba o tym wie.
q-safeguarding_referred = Czy sprawę zgłoszono do służb do spraw dzieci lub dorosłych (children's or adults' services)?
o-safeguarding_referred-not_known = Nie wiadomo

s-files = Listy i notatki
s-files-lead =
    Wyślij to, co masz, tak jak jest: list, notatkę, zdjęcie kartki. Możesz to pominąć.
q-file = Wybierz plik
q-file-hint = PDF, Word, JPG, PNG lub zwykły tekst, do 5 MB. Po jednym pliku, razem najwyżej pięć.
files-heading = Dodane pliki
files-add = Dodaj ten plik
files-remove = Usuń
e-file-empty = Plik jest pusty
e-file-large = Plik musi być mniejszy niż 5 MB
e-file-many = Jest już pięć plików. Usuń jeden, żeby dodać inny.
e-file-type = Plik musi być w formacie PDF, Word bez makr, JPG, PNG lub zwykły tekst
e-file-fault = Plik NIE został zapisany. Spróbuj ponownie albo wyślij skierowanie bez niego.
e-file-harmful = Plik NIE został zapisany: znaleziono w nim wirusa
e-file-unscanned = Nie można było sprawdzić pliku pod kątem wirusów, więc NIE został zapisany. Spróbuj ponownie albo wyślij skierowanie bez niego.

### What is wrong

e-missing = To jest wymagane
e-choice = Wybierz jedną z odpowiedzi na tej stronie
e-long = Skróć to: najwyżej 10 000 znaków na opis i 300 na jedną linijkę
e-long-short = Użyj najwyżej 300 znaków
e-date = Wpisz prawdziwą datę, na przykład 27 3 1995, albo zostaw puste
e-future = Data nie może być w przyszłości
e-likely = Sprawdź datę: jest zbyt odległa w przeszłości albo w przyszłości. Wpisz rok czterema cyframi.
e-child = Sprawdź datę urodzenia: to data dziecka. Wpisz rok czterema cyframi.
e-number = Wpisz numer telefonu, na przykład 01632 960 001 lub 07700 900 123
e-email = Wpisz adres e-mail, na przykład name@example.com
e-nhs-number = Sprawdź numer NHS: 10 cyfr, na przykład 999 000 0018. Albo zostaw puste.
e-reach = Wybierz co najmniej jeden bezpieczny sposób kontaktu z Tobą
e-born-child-professional = Sprawdź datę urodzenia: to data dziecka. Wpisz datę urodzenia osoby kierowanej i jej własny numer NHS.
e-now-missing = Wybierz, jak jest teraz, albo „Wolę nie mówić”
e-now-missing-professional = Wybierz sytuację albo „Nie wiadomo albo osoba woli nie mówić”
e-signs-missing = Zaznacz, co się zdarzyło, albo „Nic z tej listy”
e-call_back-missing = Wpisz numer, pod który można bezpiecznie dzwonić, albo zaznacz poniżej, że takiego nie ma
e-call_back-missing-professional = Wpisz swój numer
e-no_number-both = Jest wpisany numer i zaznaczone, że żaden nie jest bezpieczny. Usuń numer albo zaznaczenie.
e-worry-missing = Napisz w kilku słowach, co Cię niepokoi
e-worry-missing-professional = Napisz, co się dzieje
e-where-missing = Napisz, gdzie jest osoba, albo „nie wiadomo”
e-with-missing = Napisz, kto jest przy osobie, albo „nie wiadomo”
e-name-missing = Wpisz swoje imię. Wystarczy dowolne.
e-name-missing-family = Wpisz imię tej osoby. Wystarczy dowolne.
e-name-missing-professional = Wpisz imię. Wystarczy dowolne.
e-by_name-missing = Wpisz swoje imię i nazwisko
e-by_source-missing = Wybierz, gdzie pracujesz
e-by_organisation-missing = Wpisz nazwę swojej organizacji
e-by_telephone-missing = Wpisz numer lub adres e-mail, pod którym możemy się z Tobą skontaktować
e-agreement-missing = Wybierz, czy osoba wie i się zgadza
e-telephone-missing = Wpisz numer telefonu
e-email-missing = Wpisz adres e-mail
e-address-missing = Wpisz adres

### The summary

check-title = Sprawdź
check-heading = Sprawdź swoje odpowiedzi
check-already = Pierwszą część już mamy. To, co tu dodasz, trafi w to samo miejsce.
check-needed = Zanim będzie można to wysłać:
check-left-out = Pominięte
check-helps = Jeśli to masz, warto dodać: { $list }. Możesz wysłać bez tego.
change = Zmień
check-next-heading = Co dalej
check-next =
    Gdy naciśniesz „Wyślij”, przeczyta to osoba dyżurująca, w dni robocze. Może zadzwonić, żeby zapytać o więcej, w sposób wskazany przez Ciebie jako bezpieczny. Potem powiemy Ci, który zespół może pomóc i kiedy.
check-next-family =
    Gdy naciśniesz „Wyślij”, przeczyta to osoba dyżurująca, w dni robocze. Może zadzwonić do Ciebie, żeby zapytać o więcej. Potem spróbuje bezpiecznie skontaktować się z osobą, o którą się niepokoisz.
check-next-professional =
    Gdy naciśniesz „Wyślij skierowanie”, przeczyta to osoba dyżurująca, w dni robocze. Numer referencyjny dostaniesz teraz. Dowiesz się, co zdecydowano i dlaczego.
check-advice-next =
    Gdy naciśniesz „Poproś o poradę”, przeczyta to osoba dyżurująca, w dni robocze, i Ci odpowie. To nie jest skierowanie. Jeśli stan osoby się pogorszy, skieruj ją albo zadzwoń.
check-who-heading = Kto to widzi
check-who =
    Osoby, które tu pracują i się Tobą opiekują, oraz te, którym pozwalasz nam powiedzieć. Gdy ktoś to otwiera, zapisujemy za każdym razem nazwisko tej osoby i czas.
check-who-family =
    Osoby, które tu pracują. Osoba, o którą się niepokoisz, może kiedyś poprosić, żeby to przeczytać. Gdy ktoś to otwiera, zapisujemy za każdym razem nazwisko i czas.
check-who-professional =
    Osoba dyżurująca, zebranie zespołu i zespół, który przejmie skierowanie. Dostęp do części o ochronie osób zagrożonych (safeguarding) jest ograniczony. Osoba kierowana może poprosić, żeby to przeczytać.
send = Wyślij
send-professional = Wyślij skierowanie
send-advice = Poproś o poradę
helps-nhs_number = numer NHS
helps-born-day = data urodzenia
helps-ends-day = termin porodu albo data porodu lub straty, jeśli jest znana
helps-gp = przychodnia GP
helps-telephone = numer telefonu osoby kierowanej
helps-medicines = leki

### Sent

sent-title = Otrzymano
sent-heading = Mamy to
sent-heading-professional = Skierowanie otrzymane
sent-heading-advice = Prośba o poradę otrzymana
sent-reference = Twój numer referencyjny
sent-open = Osoba dyżurująca jest tu teraz, dzisiaj do { $until }.
sent-closed = Nikt tutaj nie przeczyta tego wcześniej niż: { $next }. Jeśli to nie może czekać, zadzwoń.
sent-next =
    Osoba dyżurująca czyta to i może do Ciebie zadzwonić, żeby zapytać o więcej. Potem powiemy Ci, który zespół może pomóc i kiedy. Dobrze, że prosisz o pomoc.
sent-next-family =
    Osoba dyżurująca czyta to i może do Ciebie zadzwonić, żeby zapytać o więcej. Potem próbuje skontaktować się z osobą, o którą się niepokoisz. Możliwe, że nie będziemy mogli powiedzieć Ci, co z tego wyniknie. Możesz zadzwonić i powiedzieć nam więcej w każdej chwili.
sent-next-professional =
    Osoba dyżurująca czyta to i może do Ciebie zadzwonić, żeby zapytać o więcej. Dowiesz się, co zdecydowano i dlaczego. Do tego czasu osoba kierowana zostaje pod opieką Twoją i innych, którzy teraz się nią opiekują.
sent-next-advice =
    Osoba dyżurująca odpowie Ci w podany przez Ciebie sposób. To nie jest skierowanie.
sent-emergency-open-heading = Osoba dyżurująca jest tu teraz
sent-emergency-open =
    Czyta to przed wszystkim innym, dzisiaj do { $until }. Jeśli nie odezwiemy się w ciągu godziny albo jeśli będzie gorzej, zadzwoń. Nie czekaj na nas.
sent-emergency-after = Po tej godzinie nikt tutaj tego nie przeczyta wcześniej niż: { $next }. Zamiast czekać, zadzwoń pod numery poniżej.
sent-emergency-closed-heading = Nikt tutaj nie przeczyta tego wcześniej niż: { $next }
sent-emergency-closed =
    Mamy to, co od Ciebie przyszło. Ale nie czekaj na nas. Zadzwoń teraz pod 999 (numer alarmowy) lub 111 (infolinia NHS) albo poproś o to kogoś w pobliżu. Tam odbierają o każdej porze. Nie marnujesz ich czasu.
sent-emergency-closed-professional =
    Skierowanie jest zapisane i od teraz biegną cztery godziny. Nikt tutaj jeszcze go nie przyjął. Porozmawiaj teraz z kimś, kto odbiera, i przekaż sprawę ustnie.
sent-number = Kiedy będziemy dzwonić, zadzwonimy pod numer
sent-until-heading = Zanim się odezwiemy
sent-worse =
    Jeśli będzie gorzej albo jeśli się boisz, zadzwoń. W tej samej sprawie możesz dzwonić tak często, jak chcesz.
sent-worse-professional =
    Jeśli stan osoby się pogorszy, zadzwoń; nie pisz.
sent-keep-heading = Zachowaj numer referencyjny
sent-keep =
    Podaj go, gdy dzwonisz, a znajdziemy to, co od Ciebie mamy. Możesz go zapisać lub wydrukować tę stronę. Jeśli ktoś nie może tego zobaczyć, nie zachowuj go: wystarczy Twoje imię i nazwisko.
sent-keep-professional =
    Podaj go, gdy dzwonisz. Możesz wydrukować tę stronę do dokumentacji.
print = Drukuj tę stronę
wont-heading = Czego nie zrobimy
wont-telephone = Nie zadzwonimy do Ciebie.
wont-voicemail = Nie zostawimy wiadomości głosowej.
wont-text = Nie wyślemy SMS-a.
wont-email = Nie wyślemy e-maila.
wont-letter = Nie wyślemy listu.
wont-telephone-family = Nie zadzwonimy do osoby, o którą się niepokoisz.
wont-voicemail-family = Nie zostawimy tej osobie wiadomości głosowej.
wont-text-family = Nie wyślemy tej osobie SMS-a.
wont-email-family = Nie wyślemy tej osobie e-maila.
wont-letter-family = Nie wyślemy tej osobie listu.
wont-telephone-professional = Nie zadzwonimy do osoby kierowanej.
wont-voicemail-professional = Nie zostawimy osobie kierowanej wiadomości głosowej.
wont-text-professional = Nie wyślemy osobie kierowanej SMS-a.
wont-email-professional = Nie wyślemy osobie kierowanej e-maila.
wont-letter-professional = Nie wyślemy osobie kierowanej listu.
more-heading = Powiedz nam więcej, jeśli możesz
more =
    To pomaga i może poczekać. To, co już od Ciebie mamy, jest zapisane, niezależnie od tego, czy przejdziesz dalej.
more-go-on = Powiedz nam więcej
handover-heading = Czy była już rozmowa z kimś?
handover =
    Skierowanie jest zapisane. Bezpiecznie jest dopiero wtedy, gdy ktoś, kto jest teraz w pracy, usłyszy o tym od Ciebie. Może to być zespół kryzysowy, zespół psychiatrii konsultacyjnej (liaison), pogotowie, oddział ratunkowy lub nasz starszy specjalista na dyżurze.
q-spoken_to = Z kim była rozmowa?
q-spoken_to-hint = Imię i nazwisko oraz służba lub oddział.
handover-send = Sprawa przekazana ustnie
handover-noted = Dziękujemy. Mamy zapisane, z kim była rozmowa.
e-spoken_to-missing = Wpisz imię i nazwisko osoby, z którą była rozmowa

### Kept for later

keep-link = Zapisz na później
kept-title = Zapisano
kept-heading = Zapisano na później
kept-not-sent = To skierowanie NIE JEST WYSŁANE
kept-warning =
    Nikt tutaj go nie czyta, dopóki nie otworzysz go ponownie i nie wyślesz. Jeśli osoba nie może czekać, zadzwoń teraz.
kept =
    Zapisz lub wydrukuj teraz obie te rzeczy. Pokazujemy je tylko raz i nie możemy ich dla Ciebie odnaleźć.
kept-link = Link
kept-code = Kod
kept-until = Zapisane do
kept-go-on = Kontynuuj teraz
kept-banner-title = Nie wysłano
kept-banner-heading = To skierowanie NIE JEST WYSŁANE
kept-banner =
    Jest zapisane na później. Nikt tutaj go nie czyta, dopóki go nie wyślesz.
go-on-title = Kontynuuj
go-on-link = Kontynuuj zapisane skierowanie
go-on-heading = Kontynuuj zapisane skierowanie
go-on =
    Zapisane skierowanie nie jest wysłane. Przechowujemy je przez 30 dni.
go-on-open = Otwórz

# Kto na razie pasuje, obok formularza dla specjalistów; oraz formularz wypełniony przez system dokumentacji.
fits-heading = Kto na razie pasuje
fits-hint = Według zasad tego obszaru, na podstawie tego, co wpisano. Decyduje zespół. Możesz wysłać bez tego wszystkiego.
fits-nothing-yet = Gdy podasz, jaka jest sytuacja i czego dotyczy sprawa, pojawią się tu zespoły, które mogą pasować.
fits-nobody = Według zasad nikt tego w tej postaci nie przyjmuje. Wyślij mimo to: zespół to przeczyta i omówi.
fits-fits = pasuje
fits-meeting = zespół to omówi
fits-missing = może pasować. Jeszcze nie wiadomo: { $list }
fits-need = w czym osoba potrzebuje pomocy
fits-severe = jak poważna jest sprawa, o co zapyta zespół
fits-stage = jaka jest teraz sytuacja
fits-age = data urodzenia
fits-window = data porodu lub straty
fits-area = kod pocztowy lub przychodnia GP
filled-title = Twój formularz
filled-heading = Twój system dokumentacji wypełnił ten formularz
filled =
    Przeczytaj każdą stronę, zanim wyślesz. To, na co tylko Ty możesz odpowiedzieć, pozostaje puste.

    Ten link otwiera formularz jeden raz.
filled-open = Otwórz formularz
filled-gone-title = Brak formularza
filled-gone-heading = Ten link niczego nie otwiera
filled-gone =
    Link z systemu dokumentacji otwiera formularz jeden raz, w ciągu 15 minut. Poproś swój system o nowy albo zacznij tutaj.
filled-anew = Zacznij formularz
q-link = Link
q-link-hint = Cały link albo jego ostatnia część.
q-code = Kod
q-code-hint = 8 cyfr.
e-code-wrong = Ten link i kod niczego nie otwierają. Sprawdź oba. Po wielu błędnych kodach, po wysłaniu albo po upływie czasu nie można go otworzyć.

### When it does not work

gone-title = Tego tu nie ma
gone-heading = Tego, co było wpisane, już tu nie ma
gone =
    Nic nie jest tu przechowywane dłużej niż 24 godziny od ostatniego wpisu. Znika od razu, gdy naciśniesz „Opuść tę stronę” albo zamkniesz przeglądarkę. Możliwe też, że ta przeglądarka nie przyjmuje plików cookie.

    Jeśli nie pokazała się strona z numerem referencyjnym, nic nie zostało wysłane. Możesz zacząć od nowa albo zadzwonić.
not-sent-title = Nie wysłano
not-sent-heading = To NIE zostało wysłane
not-sent =
    Coś jest nie tak z naszymi komputerami, a nie z tym, co robisz. Nikt tutaj tego nie przeczytał. Twój tekst jest poniżej: spróbuj ponownie za minutę.

    Jeśli to nie może czekać, zadzwoń teraz.
in-doubt-title = Nie wiadomo, czy wysłano
in-doubt-heading = Nie wiemy, czy to zostało wysłane
in-doubt =
    Coś jest nie tak z naszymi komputerami, a nie z tym, co robisz. Spróbuj ponownie za minutę: jeśli to już zostało wysłane, nie wyśle się drugi raz.

    Jeśli to nie może czekać, zadzwoń teraz.
not-sent-again = Spróbuj ponownie
not-sent-typed-heading = Twój tekst, do skopiowania
too-large-title = Za długie
too-large-body =
    To więcej, niż możemy przyjąć naraz, i NIE zostało wysłane. Wróć w przeglądarce i skróć tekst albo zadzwoń.

## What there is

services-title = Co jest dla Ciebie
services-body =
    Nie musisz wybierać. Kogokolwiek poprosisz, skontaktujemy Cię z właściwym zespołem.
choose-body = Jeśli chcesz, zaznacz, dla kogo to jest, i zobacz tylko to, co pasuje. Nie zapisujemy, co wybierasz.
choose-now = Jaka jest teraz sytuacja?
choose-now-any = Wolę nie mówić
choose-now-thinking = Myśli o tym, żeby mieć dziecko
choose-now-pregnant = W ciąży
choose-now-baby = Po urodzeniu dziecka
choose-now-loss = Po stracie dziecka lub ciąży
choose-for = Dla kogo to jest?
choose-for-any = Dla każdej osoby
choose-for-me = Dla mnie
choose-for-family = Dla kogoś z mojej rodziny
choose-for-professional = Pracuję z rodzinami i szukam dla kogoś
choose-show = Pokaż, co pasuje
services-chosen = Widzisz to, co pasuje do Twojego wyboru.
services-all = Pokaż wszystko
services-teams-heading = Nasze zespoły
services-nobody-else = Na naszej liście nie ma nikogo innego w tej sprawie. Zapytaj nas albo lekarza rodzinnego (GP).
group-talk = Osoby, z którymi można porozmawiać
group-care = Położne i pielęgniarki środowiskowe (health visitors)
group-therapy = Lekarz rodzinny (GP) i pomoc przez rozmowę
group-partners = Dla ojców, partnerów i opiekunów
group-charities = Organizacje charytatywne
group-loss = Po stracie
group-others = Inni, którzy pomagają
entry-ring = Zadzwoń pod numer
entry-text = Wyślij SMS na numer
entry-web = W internecie:
entry-owner = Kto dba o aktualność: { $owner }.
services-anyone-heading = Dla kogo to jest
services-anyone =
    Dla każdej osoby, która myśli o ciąży, jest w ciąży, ma za sobą poród albo stratę dziecka lub ciąży. Nie musisz mieć dziecka w domu. Niektóre zespoły pomagają tylko przez określony czas; zapytaj, a powiemy Ci.
services-not-offered-heading = Czego nie robimy
services-not-offered =
    Te zespoły nie oceniają stanu ojców i partnerów. Jest za to internetowy test samooceny dla ojców i partnerów oraz inni, którzy mogą pomóc.
services-partners-link = Więcej dla ojców i partnerów
services-how-heading = Jak poprosić
services-how =
    Możesz poprosić w swoim imieniu. Nikt nie musi robić tego za Ciebie.

## For those a page about pregnancy easily leaves out

partners-title = Dla ojców i partnerów
partners-body =
    To trudne, gdy ktoś, kogo kochasz, źle się czuje. Możesz przez to też źle się poczuć. Ty także się liczysz.

    Ta strona jest dla ojców, współmatek, partnerów, dziadków i innych bliskich osób.
partners-you-heading = Pomoc dla Ciebie
partners-you =
    Powiedz lekarzowi rodzinnemu (GP), jak się czujesz, albo zadzwoń pod 111 (infolinia NHS) i wybierz opcję 2. Możesz też zapytać lekarza rodzinnego o NHS Talking Therapies (terapie przez rozmowę).
partners-not-offered-heading = Czego nie robimy
partners-not-offered =
    Tutejsze zespoły nie oceniają stanu partnerów. Mimo to możesz powiedzieć nam, jak się czujesz. Powiemy Ci, kto może pomóc.
partners-her-heading = Jeśli niepokoisz się o nią lub o bliską osobę
partners-her =
    Możesz zapytać nas, co robić, nawet jeśli nie masz pewności.

partners-signs-heading = Zadzwoń teraz, jeśli widzisz coś z tej listy
partners-signs =
    To są sygnały ostrzegawcze u niej lub u bliskiej osoby. Nie czekaj, czy to minie. Nie musisz mieć pewności.
partners-signs-baby =
    Jeśli jest dziecko:
partners-check-heading = Jak się czujesz?
partners-check =
    Możesz odpowiedzieć na pięć krótkich pytań o sobie. Nikt nie czyta odpowiedzi i nie są one przechowywane. Potem powiemy Ci, gdzie możesz się zwrócić.
partners-check-link = Sprawdź, jak się czujesz

partners-ask-link = Poproś nas o pomoc dla siebie
partners-carers-heading = Jeśli się nią lub nim opiekujesz
partners-carers =
    Jeśli opiekujesz się kimś, kto źle się czuje, masz prawo do oceny potrzeb opiekuna (carer's assessment). Przeprowadza ją lokalna rada (council) i jest bezpłatna. Dotyczy tego, czego Ty potrzebujesz. Możesz o nią poprosić, także gdy ta osoba nie ma pomocy od nas.
partner-title = Także dla Ciebie
partner-heading = Poproś o pomoc dla siebie jako bliska osoba
partner-body =
    Możesz poprosić nas o pomoc dla siebie. Będziesz mieć własną dokumentację.

    - Nie pytamy, czyim jesteś partnerem lub partnerką, i nie musisz tego mówić.
    - Tego, co powiesz, nie wpisujemy do niczyjej innej dokumentacji.
    - Nikomu nie mówimy, że do nas się zwracasz, chyba że się zgodzisz albo ktoś jest w niebezpieczeństwie.
    - Nigdy nie mówimy, czy znamy kogoś innego.

    Możemy nie być właściwym zespołem dla Ciebie. Wtedy powiemy Ci, kto nim jest i jak się z nim skontaktować.

## Five questions for a partner, which nobody reads

yourself-title = Pięć pytań
yourself-heading = Jak się czujesz?
yourself-body =
    Te pięć pytań dotyczy Ciebie. Zajmą około minuty.

    - Nikt nie czyta Twoich odpowiedzi. Nikt z ich powodu do Ciebie nie zadzwoni.
    - Nie przechowujemy Twoich odpowiedzi. Nie wiemy, kim jesteś.
    - Nie powiedzą Ci, co jest nie tak. Powiedzą, gdzie możesz się zwrócić.
    - Powstały dla dorosłych. Jeśli nie masz 18 lat, porozmawiaj z lekarzem rodzinnym (GP) albo zadzwoń pod 111 (infolinia NHS) i wybierz opcję 2.
yourself-english =
    Pytania są po angielsku, bo nikt jeszcze nie sprawdził ich w innych językach.
yourself-rather-not = Nie chcę odpowiadać
yourself-send = Pokaż, gdzie mogę się zwrócić
yourself-ring-heading = Zadzwoń teraz do kogoś
yourself-ring =
    Z odpowiedzi wynika, że myślisz o śmierci albo o zrobieniu sobie krzywdy. Nikt tego nie czyta, więc nikt do Ciebie nie zadzwoni. Zadzwoń teraz pod jeden z tych numerów. Nie musisz mieć pewności i nie musisz być z tym sam na sam.
yourself-talk-heading = Porozmawiaj z kimś
yourself-talk =
    Podobnie odpowiadają osoby, które od pewnego czasu czują przygnębienie lub niepokój. Ta strona nie powie Ci, dlaczego. Lekarz rodzinny (GP) albo terapeuta może wysłuchać i pomóc.
yourself-nothing-heading = Nic w Twoich odpowiedziach nie zwraca uwagi
yourself-nothing =
    To nie znaczy, że wszystko jest w porządku. Jeśli źle się czujesz, porozmawiaj z kimś. Znasz siebie najlepiej.
yourself-nobody-reads =
    Nikt nie czyta Twoich odpowiedzi i już ich nie ma. Liczymy tylko, że dziś ktoś skorzystał z tych pytań.
yourself-turn-heading = Gdzie możesz się zwrócić
yourself-back = Dla ojców i partnerów
e-yourself-question = Odpowiedz na pytanie { $nth }
e-yourself-left-out = Wybierz jedną odpowiedź
e-yourself-last = Wybierz jedną odpowiedź albo zaznacz, że nie chcesz odpowiadać

loss-title = Po stracie
loss-quiet-title = Więcej dla Ciebie
loss-body =
    Bardzo nam przykro. Jakkolwiek to się stało i jak dawno, możesz poprosić o pomoc w tym, jak się czujesz.
loss-help-heading = Jaka jest pomoc
loss-help =
    Może to było poronienie, ciąża pozamaciczna lub zaśniadowa albo zakończenie ciąży z dowolnego powodu. Może dziecko urodziło się martwe albo zmarło po urodzeniu. Może jedno z Twoich bliźniąt przeżyło albo Twoje dziecko nie mieszka z Tobą.

    Nie musisz mieć dziecka w domu. Nie musisz nikomu podawać daty.
loss-say-heading = Kiedy prosisz o pomoc
loss-say =
    Możesz powiedzieć tak dużo lub tak mało, jak chcesz. Jeśli Twoje dziecko ma imię, powiedz nam, a będziemy go używać. Powiedz nam też, jeśli są słowa, których nie chcesz słyszeć.
loss-partners-heading = Partnerzy i rodzina
loss-partners =
    To także Twoja strata. Możesz poprosić o pomoc dla siebie.

## What people said, and what was done

said-and-done-title = Wy mówicie, my działamy
said-and-done-body =
    Co ludzie powiedzieli nam o tej pomocy i co zmieniliśmy. Nikt nie jest tu wymieniony z imienia.
said-and-done-none =
    Jeszcze nic tu nie ma. Gdy zmienimy coś dzięki temu, co ludzie nam powiedzieli, pojawi się to tutaj.
said-and-done-said = Co usłyszeliśmy
said-and-done-done = Co zrobiliśmy
said-and-done-on = Zrobione: { $day }

## Saying how it was

how-it-was-title = Jak było
how-it-was-heading = Jak to było dla Ciebie?
how-it-was-body =
    Powiedz nam, co było dobre i co możemy robić lepiej. Nie musisz mówić, kim jesteś. To nic nie zmienia w pomocy, którą ktokolwiek dostaje.
how-it-was-not-read-heading = Tego nie czytamy od razu.
how-it-was-not-read = Chcemy to przeczytać do: { $by }. Jeśli ktoś potrzebuje pomocy, nie pisz o tym tutaj. Zadzwoń teraz.
how-it-was-changed = Jeśli czegoś potrzebujesz albo coś się zmieniło, użyj tej strony. Czytamy ją szybciej.
how-it-was-who = Kim jesteś?
how-it-was-who-herself = Proszę lub prosiłam o pomoc dla siebie
how-it-was-who-family = Jestem z rodziny, partnerem, partnerką lub kimś bliskim
how-it-was-who-professional = Pracuję z rodzinami
how-it-was-who-not_said = Wolę nie mówić
how-it-was-well = Co było dobre?
how-it-was-better = Co mogłoby być lepsze?
how-it-was-words-hint = Prosimy nie podawać nazwisk, ani swojego, ani innych osób.
how-it-was-show = Czy inni mogą się o tym dowiedzieć?
how-it-was-show-hint = Na stronie „Wy mówicie, my działamy”. Używamy tam własnych słów i nikt nie widzi, że to od Ciebie.
how-it-was-show-yes = Tak, możecie opowiedzieć o tym własnymi słowami
how-it-was-answer = Czy chcesz odpowiedzi?
how-it-was-answer-no = Nie. Wtedy nic tu nie prowadzi do Ciebie.
how-it-was-answer-yes = Tak. Niżej piszę, dokąd może trafić.
how-it-was-answer-own = Tak, w sposób, o którym wiecie, że jest bezpieczny. Wtedy wiemy, że to od Ciebie.
how-it-was-reach = Dokąd może trafić odpowiedź?
how-it-was-reach-hint = Numer telefonu lub adres e-mail, jeśli chcesz odpowiedzi. Tylko taki, którego nikt inny nie słucha i nie czyta.
how-it-was-seen-heading = Co możemy zobaczyć
how-it-was-seen =
    Zachowujemy to, co piszesz, i kiedy zostało wysłane. Nie zachowujemy Twojego nazwiska ani urządzenia. Ktoś, kto Cię zna, może się jednak domyślić ze słów.
how-it-was-seen-own =
    Zachowujemy też, kiedy otwarto Twoją stronę. Ktoś, kto zestawi oba czasy, mógłby się domyślić, że to od Ciebie.
how-it-was-thanks-heading = Dziękujemy
how-it-was-thanks =
    Mamy to, co napisano, i chcemy to przeczytać do: { $by }.
how-it-was-thanks-answer =
    Potem dostaniesz odpowiedź. Jeśli nic nie usłyszysz, zadzwoń do nas.
how-it-was-link = Powiedz nam, jak było
how-it-was-e-empty = Napisz, co było dobre albo co mogłoby być lepsze
how-it-was-e-reach = Napisz, dokąd może trafić odpowiedź, albo wybierz, że jej nie chcesz
how-it-was-e-reach-long = To za długie. Wystarczy numer telefonu lub adres e-mail.

## How this site treats its readers

privacy-title = Prywatność i pliki cookie
privacy-body =
    Każdą stronę możesz tu czytać, nie mówiąc nam, kim jesteś. Jeśli prosisz o pomoc, wybierasz, co powiedzieć.
privacy-here-heading = Co ta strona internetowa przechowuje o Tobie
privacy-here =
    Nic, kiedy czytasz. Liczy, jak często otwierana jest każda strona, a nie przez kogo. Niczego nie wysyła do innych stron internetowych.

    Gdy prosisz tu o pomoc, zapisuje na bieżąco to, co piszesz, żeby nic nie przepadło. Jeśli tego nie wyślesz, znika 24 godziny po ostatnim wpisie albo od razu, gdy naciśniesz „Opuść tę stronę”. Formularz, który specjalista zapisuje na później, znika po 30 dniach.

    To, co wyślesz, staje się częścią Twojej dokumentacji, jak po rozmowie przez telefon. Gdy ktoś mówi nam, że żaden telefon nie jest bezpieczny, jest to liczone, bez nazwiska.

    Są też pytania dla ojców i partnerów o to, jak się czują. Odpowiedzi nie są przechowywane i nikt ich nie czyta. Liczymy, ile razy dziennie ktoś z nich korzysta i dokąd wskazały odpowiedzi.

    Adres Twojego połączenia z internetem jest pamiętany przez około minutę, gdy zaczynasz. Chroni to formularze przed wypełnianiem przez programy. Adres nie jest zapisywany.
privacy-who-heading = Kto widzi to, co nam mówisz
privacy-who =
    - Osoby, które się Tobą opiekują, widzą to, czego potrzebują do opieki nad Tobą.
    - Gdy ktoś otwiera kartotekę, zapisujemy za każdym razem nazwisko tej osoby i czas.
    - Kierownictwo widzi liczby, a nie nazwiska.
    - Osobom, które wskażesz, możemy powiedzieć, jeśli się zgodzisz. Jeśli komuś grozi niebezpieczeństwo, możemy musieć powiedzieć innym; najpierw mówimy Tobie, jeśli to bezpieczne.
privacy-cookies-heading = Pliki cookie
privacy-cookies =
    Gdy tylko czytasz, ta strona internetowa nie zapisuje żadnego pliku cookie. Gdy zaczynasz prosić o pomoc, zapisuje jeden, żeby następna strona wiedziała, co jest wpisane na poprzedniej. Zawiera on losową liczbę i nic o Tobie. Znika, gdy zamkniesz przeglądarkę albo naciśniesz „Opuść tę stronę”.

    Personel, który się loguje, dostaje jeden plik cookie, żeby pozostać zalogowanym. Kończy się on razem z sesją.
privacy-languages = Jeśli wybierzesz inny język, jeszcze jeden plik cookie zapamięta, który. Znika, gdy zamkniesz przeglądarkę albo naciśniesz „Opuść tę stronę”.
privacy-leaving-heading = Jeśli ktoś patrzy na to, co oglądasz
privacy-leaving =
    To, co wybierasz na tej stronie internetowej, jest w adresie strony jako liczba, a nie słowami.

    „Opuść tę stronę” kończy to, co piszesz, i od razu przenosi Cię na stronę z pogodą. Na klawiaturze możesz też nacisnąć trzy razy Shift. Cofnięcie się nie pokazuje tego, co było wpisane.

    Nie wszystko da się usunąć. Nazwy stron otwartych wcześniej mogą nadal być w historii tej przeglądarki. Firma telefoniczna albo osoba, która ustawiła telefon, może widzieć, z jakimi stronami internetowymi się on łączy. Klawiatura telefonu może pamiętać to, co piszesz. Możesz użyć okna prywatnego albo telefonu, którego nie używa nikt inny, albo zadzwonić.

accessibility-title = Dostępność
accessibility-body =
    Chcemy, żeby każda osoba mogła korzystać z tej strony internetowej.
accessibility-can-heading = Co możesz zrobić
accessibility-can =
    - powiększyć tekst tak, jak potrzebujesz
    - używać samej klawiatury
    - używać czytnika ekranu
    - czytać każdą stronę bez skryptów
accessibility-short-heading = Czego brakuje
accessibility-short =
    Nikt spoza zespołu, który tworzy ten program, jeszcze nie sprawdził tych stron. Są tworzone tak, aby spełniać WCAG 2.2 AA. Nie twierdzimy, że to spełniają, dopóki ktoś tego nie sprawdzi.
accessibility-english = Strony są tylko po angielsku.
accessibility-languages = Te strony możesz też czytać w językach: { $languages }. Te słowa sprawdził człowiek. To, co mówimy o lokalnej pomocy, jest po angielsku.
accessibility-help-heading = Jeśli coś u Ciebie nie działa
accessibility-help =
    Zadzwoń pod numery na stronie „Do kogo zadzwonić teraz” i poproś o to, czego potrzebujesz, w inny sposób. Możemy to wysłać pocztą, dużym drukiem lub w innym języku albo Ci przeczytać.

## When something goes wrong

not-found-title = Nie możemy znaleźć tej strony
not-found-body =
    Może w adresie jest błąd albo strona została przeniesiona. Możesz wrócić na początek.
unavailable-title = Ta strona teraz nie działa
unavailable-body =
    Spróbuj ponownie za minutę. Jeśli potrzebujesz kogoś teraz, nie czekaj na tę stronę internetową.
broken-title = Coś tu poszło nie tak
broken-body =
    To nie Twoja wina i mamy to zapisane. Jeśli potrzebujesz kogoś teraz, nie czekaj na tę stronę internetową.
not-understood-title = Nie udało się tego zrobić
not-understood-body =
    Nic się nie zmieniło. Wróć na początek i spróbuj w inny sposób.

## Questions that somebody answers by herself

questions-title = Kilka pytań
questions-heading = Kilka pytań od zespołu
questions-word =
    Ktoś z zespołu ustalił z Tobą słowo. Wpisz je tutaj, żeby nikt inny nie mógł otworzyć tej strony.
q-word = Twoje słowo
q-word-hint = Wielkość liter nie ma znaczenia
questions-open = Otwórz
e-word-wrong = Ten link albo to słowo niczego nie otwiera. Może jakaś litera jest błędna albo minął czas na odpowiedź. Poproś zespół o nowe.
questions-closed-heading = Nie możesz teraz odpowiedzieć na te pytania
questions-closed =
    Niektóre pytania dotyczą bezpieczeństwa. Zadajemy je tylko wtedy, gdy jest tu ktoś, kto od razu dowie się o Twojej odpowiedzi.
questions-closed-until = Możesz je znów otworzyć od: { $until }.
questions-for-adults-heading = Te pytania są dla dorosłych
questions-for-adults =
    Są przeznaczone dla osób, które mają co najmniej 18 lat, dlatego nie prosimy Cię, żeby na nie tutaj odpowiadać.

    Nadal chcemy wiedzieć, jak się czujesz. Ktoś z zespołu może z Tobą porozmawiać. Możesz do nas zadzwonić albo zapytać osobę, od której masz ten link.
questions-begin-heading = Zanim zaczniesz
questions-begin =
    Nie spiesz się. Na każdej stronie jest jedno pytanie i każda odpowiedź zapisuje się od razu. Możesz pominąć każde z nich i przerwać w każdej chwili.

    Twoje odpowiedzi czytają osoby z zespołu, które się Tobą opiekują. Nikt inny.
questions-read-within = Ktoś przeczyta Twoje odpowiedzi w ciągu { $hours } godz.
questions-begin-risk =
    Jeśli z odpowiedzi wynika, że bezpieczeństwo Twoje lub Twojego dziecka może być zagrożone, od razu dowiaduje się o tym ktoś z zespołu. Ta osoba skontaktuje się z Tobą.
questions-start = Zacznij
questions-caption = Pytanie { $nth }
questions-choose = Wybierz jedną odpowiedź
e-answer-missing = Wybierz odpowiedź albo pomiń to pytanie
questions-save = Zapisz i przejdź dalej
questions-skip = Pomiń to pytanie
questions-heard-heading = Dziękujemy, że nam o tym mówisz. Nie musisz na nas czekać.
questions-heard =
    Ktoś z zespołu właśnie dowiaduje się o Twojej odpowiedzi i skontaktuje się z Tobą.
questions-go-on = Przejdź do dalszych pytań
questions-end-heading = Czy jest jeszcze coś, co Cię niepokoi?
questions-end-hint = Własnymi słowami. Możesz zostawić puste.
questions-finish = To wszystko
questions-done-heading = Dziękujemy, mamy Twoje odpowiedzi
questions-done =
    Możesz zamknąć tę stronę. Nikt nie może stąd ponownie otworzyć Twoich odpowiedzi.
questions-gone-heading = Te pytania są tu zamknięte
questions-gone =
    Wszystkie Twoje odpowiedzi są zapisane. Jeśli chcesz kontynuować, otwórz link ponownie i wpisz swoje słowo. Jeśli się nie otworzy, zapytaj zespół.

## A page of her own. It never says who she is, whom she is with, or what it is about.

own-title = Twoja strona
own-open-heading = Otwórz swoją stronę
own-open =
    Wpisz słowo, które sobie wybrano albo które zostało ustalone z kimś z nas. Dzięki temu nikt inny nie otworzy tej strony.
own-word-wrong = Ten link albo to słowo niczego nie otwiera. Może jakaś litera jest błędna albo jest już nowszy link. Możesz zadzwonić i poprosić o nowy.
own-heading = Co się teraz dzieje
own-step-asked = { $on }: zgłoszenie od Ciebie albo od kogoś w Twoim imieniu
own-step-being-read = Czytamy je i ustalamy, kto może pomóc
own-step-appointment = Pierwsze spotkanie
own-step-care = Ktoś Ci pomaga
own-step-now = Teraz
own-step-done = gotowe
own-hear-heading = Kiedy się odezwiemy
own-by =
    Ktoś powinien się z Tobą spotkać albo dłużej porozmawiać najpóźniej: { $by }. Jeśli do tego czasu nikt się nie odezwie, zadzwoń do nas.
own-late =
    Ktoś powinien był się z Tobą spotkać albo dłużej porozmawiać najpóźniej: { $by }. Ten czas minął. Spóźniamy się i przepraszamy. Zadzwoń do nas.
own-hear-unknown =
    Nie biegnie żaden termin, który można by tu podać. Możesz dzwonić i pytać tak często, jak chcesz.
own-hear-care =
    Osoba, która Ci pomaga, powie, kiedy jest następne spotkanie. Jeśli masz wątpliwości, zadzwoń do nas.
own-ring-heading = Do kogo zadzwonić teraz
own-do-heading = Co możesz tu zrobić
own-changed-link = Coś się zmieniło
own-choices-link = Jak możemy się z Tobą kontaktować i komu możemy powiedzieć
own-stop-link = Nie chcę dalej korzystać z pomocy
own-leave =
    Ta strona zamknie się po pół godzinie albo po wybraniu „Opuść tę stronę”. Link i słowo otworzą ją znowu.
own-waits-something_changed = Wiemy od Ciebie, że coś się zmieniło. Ktoś z nas to przeczyta i się odezwie.
own-waits-asked_to_withdraw = Wiemy od Ciebie, że nie chcesz dalej korzystać z pomocy. Nic nie jest jeszcze zamknięte. Najpierw ktoś z nas z Tobą porozmawia.
own-waits-wished_otherwise = Prosisz o coś, na co wcześniej nie było Twojej zgody. Najpierw ktoś z nas z Tobą porozmawia.
own-not-heading = Nie mogliśmy się tym zająć
own-signposted-heading = Ktoś inny może lepiej Ci pomóc
own-signposted =
    Powiedzieliśmy Ci, kto to jest. Jeśli już nie wiesz albo coś się nie udaje, zadzwoń do nas.
own-why = Powód:
own-why-criteria_not_met = To, co oferujemy, jest dla innych potrzeb niż Twoje, o ile teraz wiemy.
own-why-other_team_fits = Inny zespół lepiej odpowiada na Twoje potrzeby.
own-why-already_with_other_team = Inny zespół już Ci w tym pomaga.
own-why-lives_elsewhere = Tam, gdzie mieszkasz, pomagają inni.
own-why-she_prefers_otherwise = Wiemy od Ciebie, że nie chcesz tego teraz.
own-why-advice_was_enough = Na razie wystarczyła rada.
own-why-could_not_be_reached = Próbowaliśmy, ale nie udało się z Tobą skontaktować.
own-why-other = Był inny powód. Zadzwoń, a powiemy Ci jaki.
own-withdrawn-heading = To zostało zamknięte
own-withdrawn =
    Zgłoszenie zostało wycofane przez Ciebie albo razem z Tobą.
own-ended-heading = Nasz wspólny czas się skończył
own-ended =
    Nie jesteś bez pomocy. Numery na tej stronie nadal są dla Ciebie.
own-back-heading = Możesz wrócić
own-back =
    Jeśli coś się zmieni albo pogorszy, poproś znowu. Nie potrzebujesz powodu, który dobrze brzmi. To nie szkodzi, że to kolejny raz.
own-back-link = Poproś znowu
own-gone-heading = Ta strona jest tu zamknięta
own-gone =
    Jeśli chcesz wrócić, otwórz swój link znowu i wpisz swoje słowo. Jeśli się nie otworzy, zadzwoń i poproś o nowy.
own-changed-heading = Co się zmieniło?
own-changed =
    Ktoś z nas to przeczyta. Nie tracisz przez to swojego miejsca.
own-changed-words = Własnymi słowami
own-changed-words-hint = Na przykład: sen, nowa obawa, poród, inny telefon. Możesz to pominąć, jeśli coś jest zaznaczone powyżej.
own-send = Wyślij
own-e-changed = Zaznacz, co się stało, albo napisz, co się zmieniło
own-e-long = To za długie. Mieści się tu najwyżej 2000 znaków.
own-heard-heading = Dziękujemy, mamy to
own-changed-heard =
    Ktoś z nas to przeczyta i odezwie się w sposób, który jest dla Ciebie bezpieczny.
own-at-once-heading = Dziękujemy, że o tym mówisz. Nie czekaj na nas.
own-at-once =
    Ktoś z nas właśnie się o tym dowiaduje i odezwie się w sposób, który jest dla Ciebie bezpieczny.
own-to-page = Wróć na swoją stronę
own-stop-heading = Nie chcesz dalej korzystać z pomocy?
own-stop =
    To Twoja decyzja. Jeśli nam powiesz, nic jeszcze nie zostanie zamknięte. Najpierw ktoś z nas porozmawia z Tobą w bezpieczny sposób.

    Może coś poszło źle albo ktoś chce, żeby to przerwać. O tym też możesz nam powiedzieć.
own-stop-words = Czy jest coś, o czym powinniśmy wiedzieć?
own-stop-words-hint = Możesz zostawić to pole puste.
own-stop-send = Nie chcę dalej korzystać z pomocy
own-stop-heard =
    Nic nie jest jeszcze zamknięte. Najpierw ktoś z nas z Tobą porozmawia. Jeśli zmienisz zdanie, to nic złego: powiedz nam wtedy.
own-choices-heading = Jak możemy się z Tobą kontaktować
own-choices =
    Tego, na co odpowiesz „nie”, przestajemy używać od razu. Jeśli wcześniej było „nie”, a teraz jest „tak”, najpierw ktoś z nas z Tobą porozmawia.
own-tell-supporter = Czy możemy rozmawiać o Tobie z osobą, która Cię wspiera?
own-save = Zapisz
own-number-heading = Inny numer lub adres
own-number =
    Nie pokazujemy tu Twojego numeru ani adresu, żeby nikt inny ich nie przeczytał. Jeśli są teraz inne, zadzwoń do nas.
own-saved-heading = Mamy Twoje odpowiedzi
own-saved =
    Każde „nie” obowiązuje od teraz.
own-saved-talk-first =
    Część z tego była wcześniej na „nie”. Tak zostanie, dopóki ktoś z nas z Tobą nie porozmawia.
own-not-kept-heading = Tego nie udało się zapisać
own-not-kept =
    Tymczasem coś się tu zmieniło. Twoja strona mówi co. Jeśli to ważne, zadzwoń do nas.
own-take-heading = Twoja własna strona
own-take =
    Zobaczysz na niej, co się dzieje, powiesz nam, co się zmieniło, i wybierzesz, jak możemy się kontaktować. Nie ma na niej nazwiska. Otwiera ją link i słowo.
own-take-word = Wybierz słowo
own-take-word-hint = Co najmniej cztery litery, których nikt w pobliżu nie zgadnie. Nie imię i nie data urodzin.
own-take-send = Utwórz moją stronę
own-e-word-short = Wybierz słowo, które ma co najmniej cztery litery
own-taken-heading = Twoja strona jest gotowa
own-taken =
    To jest link. Pokazujemy go tylko raz.
own-taken-open = Otwórz swoją stronę
own-taken-keep =
    Zapisz go albo zachowaj tam, gdzie nikt inny nie zagląda. Jeśli ktoś nie może go zobaczyć, nie zachowuj go. Zadzwoń, a w każdej chwili dostaniesz nowy.

## Dates and times

time-clock = 24
time-month =
    { $number ->
        [1] stycznia
        [2] lutego
        [3] marca
        [4] kwietnia
        [5] maja
        [6] czerwca
        [7] lipca
        [8] sierpnia
        [9] września
        [10] października
        [11] listopada
       *[12] grudnia
    }
time-weekday =
    { $number ->
        [1] poniedziałek
        [2] wtorek
        [3] środa
        [4] czwartek
        [5] piątek
        [6] sobota
       *[7] niedziela
    }
time-date = { $day } { $month } { $year }
time-hour =
    { $half ->
        [am] { $hour }
       *[pm] { $hour }
    }
time-date-and-hour = { $date }, { $hour }
time-day-and-hour = { $weekday } { $day } { $month }, { $hour }
time-today = dzisiaj, { $hour }
time-tomorrow = jutro ({ $weekday }), { $hour }
time-this-week = { $weekday }, { $hour }

## Easy read

easy-link = Łatwy tekst: jak poprosić o pomoc
easy-next-link = Łatwy tekst: co będzie dalej
easy-title = Jak poprosić o pomoc, łatwym tekstem
easy-danger-heading = Grozi Ci teraz niebezpieczeństwo?
easy-danger = Nie czekaj. Zadzwoń teraz.
easy-what-heading = Co robimy
easy-what =
    Pomagamy w ciąży. Pomagamy po porodzie. Pomagamy po stracie. Możesz czuć smutek. Możesz czuć strach. Możesz z nami porozmawiać.
easy-ask-heading = Jak poprosić
easy-ask =
    Naciśnij przycisk na końcu tej strony. Zadamy Ci pytania. Wiele z nich możesz pominąć. Potem wyślij to do nas.
easy-help-heading = Ktoś może Ci pomóc
easy-help =
    Możesz poprosić kogoś, komu ufasz. Ta osoba może pisać z Tobą. Możesz też do nas zadzwonić.
easy-who-heading = Kto to czyta
easy-who =
    Czyta to nasz zespół. Mówi innym, jeśli się zgodzisz. Jeśli komuś grozi krzywda, może musieć o tym powiedzieć. Stara się powiedzieć najpierw Tobie.
easy-safe-heading = Twoje bezpieczeństwo
easy-safe =
    Możesz szybko opuścić tę stronę. Naciśnij przycisk wyjścia. Powiedz nam, jak możemy się z Tobą kontaktować. Tak będziemy robić.
easy-ask-link = Poproś o pomoc
easy-next-title = Co będzie dalej, łatwym tekstem
easy-read-heading = Czytamy to
easy-read =
    To, co piszesz, jest już u nas. Czyta to człowiek. Nie jesteśmy tu przez cały czas.
easy-ring-heading = Możemy zadzwonić
easy-ring =
    Dzwonimy, jeśli się na to zgadzasz. Nie zgadzasz się? Wtedy nie dzwonimy.
easy-decide-heading = Mówimy, kto może pomóc
easy-decide =
    Możemy to być my. Może to być ktoś inny. Mówimy Ci, dlaczego. Możesz powiedzieć, co o tym myślisz.
easy-meet-heading = Spotykasz się z kimś
easy-meet =
    Mówimy Ci, w jakim dniu. Mówimy Ci, o której godzinie. Możesz kogoś zabrać ze sobą. Potrzebujesz innego języka? Znajdziemy kogoś, kto nim mówi.
easy-changed-heading = Coś się zmieniło?
easy-changed =
    Powiedz nam. Czujesz się gorzej? Nie czekaj. Zadzwoń do nas.
easy-stop-heading = Możesz powiedzieć nie
easy-stop =
    Możesz przestać. Powiedz nam najpierw. Porozmawiamy z Tobą o tym.
easy-back-heading = Możesz wrócić
easy-back =
    Możesz poprosić jeszcze raz. Nieważne, dlaczego Cię nie było.
easy-picture-people = Dwie osoby obok siebie
easy-picture-paper = Kartka z pismem
easy-picture-telephone = Telefon komórkowy
easy-picture-eye = Oko
easy-picture-key = Klucz
easy-picture-calendar = Kalendarz
easy-picture-hand = Otwarta dłoń
easy-picture-door = Drzwi
