/* Whether a field holds something else than the page came with: what someone filled in while the page's
 * script was still on its way. */
export const isTouched = field => field.matches('[type=radio],[type=checkbox]')
  ? field.checked !== field.defaultChecked
  : field.tagName === 'SELECT'
    ? ![...field.options].every(option => option.selected === option.defaultSelected || !option.value)
    : field.value !== field.defaultValue;
