/**
 * Domains that prove nothing about who a company is, as data: mailbox providers open to anyone, and hosts that carry
 * other people's pages. The public suffix list already separates many page hosts (github.io, wixsite.com, blogspot.com);
 * listed here are those whose registrable domain would otherwise be taken for the client's own.
 */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Providers that run many country domains (`hotmail.co.uk`, `yahoo.fr`, `gmx.net`). */
export const freeMailFamily =
  /^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|gmx|yandex)\.(?:com|net|(?:com?\.)?[a-z]{2})$/;

export const freeMailDomains: ReadonlySet<string> = new Set(
  words(`
    icloud.com me.com mac.com aol.com aol.de aol.co.uk aim.com passport.com windowslive.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
    fastmail.com fastmail.fm hey.com zoho.com zohomail.com zohomail.eu hushmail.com mail.com email.com usa.com
    inbox.com mailinator.com duck.com startmail.com mailfence.com posteo.de posteo.net mailbox.org
    web.de freenet.de t-online.de arcor.de online.de 1und1.de kabelmail.de vodafone.de vodafonemail.de unitybox.de
    bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr
    libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it inwind.it iol.it
    terra.es telefonica.net ono.com movistar.es sapo.pt telepac.pt iol.pt clix.pt
    ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl casema.nl telfort.nl quicknet.nl zonnet.nl
    skynet.be telenet.be scarlet.be proximus.be
    btinternet.com btopenworld.com talktalk.net sky.com virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk
    plusnet.com eircom.net o2.co.uk
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net earthlink.net
    optonline.net roadrunner.com rr.com frontier.com centurylink.net windstream.net juno.com netzero.net
    rogers.com bell.net sympatico.ca shaw.ca telus.net videotron.ca
    bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au internode.on.net westnet.com.au xtra.co.nz
    telia.com bredband.net comhem.se spray.se online.no broadpark.no getmail.no mail.dk jubii.dk tdcadsl.dk stofanet.dk
    elisanet.fi kolumbus.fi luukku.com suomi24.fi
    wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu poczta.onet.pl tlen.pl gazeta.pl vp.pl poczta.fm
    seznam.cz email.cz centrum.cz post.cz volny.cz atlas.cz azet.sk zoznam.sk centrum.sk
    freemail.hu citromail.hu t-online.hu abv.bg mail.bg siol.net net.hr
    mail.ee hot.ee inbox.lv inbox.lt one.lt delfi.lt
    mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru ya.ru ukr.net i.ua meta.ua bigmir.net tut.by
    mail.kz otenet.gr forthnet.gr hol.gr walla.co.il walla.com netvision.net.il mynet.com
    qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 21cn.com aliyun.com tom.com
    naver.com hanmail.net daum.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp
    rediffmail.com sify.com indiatimes.com singnet.com.sg
    uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com zipmail.com.br oi.com.br r7.com
    prodigy.net.mx telcel.net fibertel.com.ar arnet.com.ar speedy.com.ar ciudad.com.ar vtr.net
    mweb.co.za telkomsa.net vodamail.co.za webmail.co.za absamail.co.za lantic.net
  `),
);

export const sharedHostDomains: ReadonlySet<string> = new Set(
  words(`
    google.com google.co.uk google.de goo.gl g.page business.site page.link microsoft.com sharepoint.com office.com
    microsoftonline.com office365.com bing.com outlook.office.com azurewebsites.net windows.net powerappsportals.com
    facebook.com fb.com fb.me instagram.com linkedin.com twitter.com x.com youtube.com youtu.be tiktok.com pinterest.com
    xing.com vk.com ok.ru t.me telegram.me wa.me whatsapp.com threads.net tumblr.com medium.com reddit.com
    bit.ly tinyurl.com linktr.ee about.me carrd.co beacons.ai
    wix.com wixsite.com weebly.com squarespace.com wordpress.com blogger.com blogspot.com webflow.io jimdo.com
    jimdosite.com jimdofree.com strikingly.com godaddysites.com site123.me webnode.com webnode.page ucoz.com tilda.ws
    shopify.com myshopify.com bigcartel.com etsy.com ebay.com ebay.co.uk ebay.de amazon.com amazon.co.uk amazon.de
    yelp.com yelp.co.uk tripadvisor.com trustpilot.com yell.com checkatrade.com angi.com thumbtack.com nextdoor.com
    eventbrite.com meetup.com dropbox.com notion.site notion.so github.com gitlab.com
    wikipedia.org companieshouse.gov.uk tiny.cc hubspot.com
  `),
);
