/** Which browser this is, as far as it decides what can be promised and what a person has to tap. */

/** A page inside a chat or news app lives in that app's store and goes when it is cleared. The order matters: 企业微信 names 微信 too. */
const hosts = [
  ['wxwork', /wxwork\//i],
  ['wechat', /MicroMessenger\//i],
  ['dingtalk', /DingTalk\//i],
  ['feishu', /\b(Lark|Feishu)\//i],
  ['qq', /\bQQ\/\d/],
  ['weibo', /\bWeibo\b|__weibo__/i],
  ['alipay', /AlipayClient\//i],
  ['other', /baiduboxapp\/|aweme|NewsArticle\/|\bxhsdiscover|; wv\)/i],
] as const

export type Host = (typeof hosts)[number][0]

export function hostOf(agent = navigator.userAgent): Host | null {
  return hosts.find(([, mark]) => mark.test(agent))?.[0] ?? null
}

/** safari: by its share button · top / bottom: by the menu there · other-ios: better go to Safari · desk: no phone. */
export type Way = 'safari' | 'other-ios' | 'top' | 'bottom' | 'desk'

export function wayOf(agent = navigator.userAgent, touches = navigator.maxTouchPoints): Way {
  // An iPad calls itself a Macintosh, but no Macintosh is touched with several fingers.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) {
    return /CriOS|FxiOS|EdgiOS|MQQBrowser|UCBrowser|Quark|baidu|MiuiBrowser/i.test(agent) ? 'other-ios' : 'safari'
  }
  if (!/Android|HarmonyOS|OpenHarmony|Mobile/i.test(agent)) return 'desk'
  return /HuaweiBrowser|HonorBrowser|MiuiBrowser|HeyTapBrowser|OppoBrowser|VivoBrowser|UCBrowser|Quark|MQQBrowser|SamsungBrowser|EdgA/i.test(agent) ? 'bottom' : 'top'
}

/** Opened from its own icon, in a window of its own. */
export function isInstalled(): boolean {
  return window.matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true
}
