/** Hosts that give mailboxes to anybody: an address there says nothing about a company. */
const hosts = `
126.com 139.com 163.com 188.com abv.bg aim.com alice.it aliyun.com aol.com aol.de aol.fr arcor.de att.net bell.net
bellsouth.net bigpond.com bk.ru bluewin.ch blueyonder.co.uk bol.com.br bt.com btinternet.com btopenworld.com
centrum.cz centurylink.net charter.net chello.nl club-internet.fr comcast.net cox.net daum.net
docomo.ne.jp duck.com earthlink.net email.com email.cz email.it eircom.net ezweb.ne.jp fastmail.com fastmail.fm
foxmail.com free.fr freemail.hu freenet.de frontier.com frontiernet.net gmail.com gmx.at gmx.ch gmx.com gmx.de
gmx.fr gmx.net gmx.us googlemail.com hanmail.net hey.com home.nl hotmail.ca hotmail.co.jp hotmail.co.uk
hotmail.com hotmail.com.ar hotmail.com.br hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com
iafrica.com icloud.com ig.com.br iinet.net.au inbox.com inbox.lv inbox.ru interia.pl juno.com kakao.com
kpnmail.nl laposte.net libero.it list.ru live.ca live.co.uk live.com live.com.au live.com.mx live.com.pt live.de
live.dk live.fr live.it live.nl live.se lycos.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org
mailfence.com mailinator.com me.com mindspring.com msn.com mweb.co.za naver.com nate.com neuf.fr netscape.net
netzero.net ntlworld.com numericable.fr o2.pl online.de onet.pl op.pl optonline.net optusnet.com.au
orange.fr outlook.at outlook.be outlook.com outlook.com.br outlook.cz outlook.de outlook.dk outlook.es outlook.fr
outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.pt outlook.sa planet.nl pm.me posteo.de posteo.net
poczta.fm prodigy.net.mx proton.me protonmail.ch protonmail.com qq.com quicknet.nl rambler.ru rediffmail.com
riseup.net roadrunner.com rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca
sina.cn sina.com sky.com skynet.be softbank.ne.jp sohu.com spray.se startmail.com sympatico.ca t-online.de
talktalk.net telefonica.net telenet.be telia.com telus.net terra.com.br terra.es tiscali.co.uk tiscali.it
tlen.pl tutamail.com tuta.com tuta.io tutanota.com tutanota.de uol.com.br ukr.net upcmail.nl verizon.net
videotron.ca vip.qq.com virgilio.it virgin.net virginmedia.com vodafone.it volny.cz wanadoo.es wanadoo.fr
web.de windowslive.com windstream.net wp.pl xs4all.nl xtra.co.nz ya.ru yahoo.ca yahoo.co.id yahoo.co.in
yahoo.co.jp yahoo.co.kr yahoo.co.nz yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.hk
yahoo.com.mx yahoo.com.ph yahoo.com.sg yahoo.com.tw yahoo.com.vn yahoo.de yahoo.es yahoo.fr yahoo.gr yahoo.ie
yahoo.in yahoo.it yahoo.no yahoo.pl yahoo.se yandex.com yandex.ru yeah.net ymail.com yopmail.com ziggo.nl
zoho.com zoho.eu zohomail.com`;

const freeMail: ReadonlySet<string> = new Set(hosts.trim().split(/\s+/));

/** Whether a host, in lower case, gives mailboxes to anybody. */
export const isFreeMail = (host: string): boolean => freeMail.has(host);

/** The host of an address, in lower case, when it may belong to a company; null for free mail. */
export function companyHost(email: string): string | null {
  const host = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return host === "" || isFreeMail(host) ? null : host;
}
