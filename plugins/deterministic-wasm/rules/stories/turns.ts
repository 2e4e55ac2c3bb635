/**
 * Words that turn a sum into another question, or change one of its figures. Where they are not known to a story, they are never taken for the
 * name of a thing, however many names a story lets pass.
 */

const WORDS =
  'why explain should shall worth good bad fair reasonable deal better best worse cheap cheaper expensive recommend suggest advice advise think opinion ' +
  "translate write describe compare summarize summarise summary story joke poem essay email letter if unless except excluding not no never without don't " +
  "dont isn't isnt can't cannot maybe average roughly about almost nearly every each per between than more most less least until till since where who " +
  'whose when or but because from by off into over under before after first last next other another again still only also too both half double twice ' +
  'third quarter dozen legal normal true false mean means called name names doubled doubling triple tripled triples tripling halve halved halves halving ' +
  'quadruple quadrupled reduce reduced reduces reducing increase increased increases increasing decrease decreased raised lowered skip skips skipped ' +
  'skipping ignore ignored ignoring leave leaves leaving left exclude excluded include includes included including inclusive incl besides plus minus ' +
  'times divided multiplied add adds added adding subtracte subtracted remove removed removing apart separately respectively smallest largest biggest ' +
  'highest lowest cheapest dearest longest shortest second fourth fifth time once thrice way ways rest remaining remainder remains already instead rather ' +
  'else same different difference percent percentage ratio fraction tax taxes vat gst tip discount fee interest coupon voucher refund deposit bonus ' +
  'commission gross net profit loss margin free missing broken lost stolen returned cancelled canceled absent expired damaged rotten yearly monthly ' +
  'weekly daily hourly annual annually quarterly negative squared cubed approximately estimate estimated guess rounded rounding ' +
  'gives refunds deducts waives cent cents pence penny pennies euro euros dollar dollars yen rupee rupees franc francs crown crowns figures digits list sort make makes give show ' +
  'keep keeps kept save saves saved saving ' +
  'history population people word words letters rule law year years month months week weeks day days hour hours minute minutes today tomorrow yesterday '

export const TURNS: ReadonlySet<string> = new Set(WORDS.trim().split(' '))
