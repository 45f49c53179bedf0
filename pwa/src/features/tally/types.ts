/** The server's shapes of counting and signing in. */
import type { components } from '@/core/api/schema'

type Schema = components['schemas']

export type LinkPage = Schema['LinkPage']
export type WholeSession = Schema['WholeSession']
export type ParticipantCategories = Schema['ParticipantCategories']
export type SignInShown = Schema['SignInPage']
export type SignInReceipt = Schema['SignInReceipt']
export type SignInBody = Pick<Schema['SignInBody'], 'token' | 'category_code'> & Partial<Schema['SignInBody']>
/** Shops say where they are, as two may have one name. */
export type Choice = Schema['Choice'] & Partial<Schema['ShopChoice']>
export type CategoryShown = Schema['CategoryShown']
export type Button = Pick<CategoryShown, 'code' | 'name'>
