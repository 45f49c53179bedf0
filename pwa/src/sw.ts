/** The service worker: keeps the app itself on the phone. */
import './sw/app'
import './sw/share'
import './sw/sending'
